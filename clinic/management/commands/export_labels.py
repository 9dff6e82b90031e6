"""Write therapists' verdicts as a training set of poses and labels."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.models import Clinic
from clinic.services import labels
from clinic.services.errors import Refused


class Command(BaseCommand):
    """Only patients who agree to it are in it; see `clinic.services.labels`."""

    help = "Write therapists' verdicts as a training set: poses and labels only."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the clinic and the folder."""
        parser.add_argument("folder", type=Path, help="empty or absent")
        parser.add_argument("--clinic", required=True, help="the clinic's slug")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Export, and say how much."""
        clinic = Clinic.objects.filter(slug=options["clinic"]).first()
        if clinic is None:
            raise CommandError(f"There is no clinic {options['clinic']}.")
        try:
            done = labels.export(
                clinic=clinic, folder=options["folder"], now=timezone.now()
            )
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(
            f"{done.repetitions} repetitions of {done.recordings} recordings of "
            f"{len(done.patients)} patients"
        )
