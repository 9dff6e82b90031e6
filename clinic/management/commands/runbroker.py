"""Run the embedded broker in the foreground."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic.management import broker


class Command(BaseCommand):
    """Replace this process by the embedded broker."""

    help = "Run the embedded broker until it is stopped."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Become the broker."""
        try:
            broker.run_forever()
        except broker.BrokerProblem as problem:
            raise CommandError(str(problem)) from problem
