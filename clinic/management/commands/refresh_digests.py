"""Write anew what lists show of every recording."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic.models import Recording
from clinic.services import digests


class Command(BaseCommand):
    """Needed after rows were written past the services; harmless at any time."""

    help = "Write anew what lists show of every recording."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refresh all, and say how many."""
        count = digests.refresh_all(Recording.objects.present())
        self.stdout.write(f"{count} recordings")
