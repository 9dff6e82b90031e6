"""Open the interface for a program of a clinic."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.access import Denied
from clinic.models import User
from clinic.services import accounts, tokens


class Command(BaseCommand):
    """Print a token; it cannot be shown again."""

    help = "Create a token with which a program reads the reports of one clinic."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask in whose name, and for which program."""
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="the clinic's admin"
        )
        program = parser.add_mutually_exclusive_group(required=True)
        program.add_argument("--name", help="open an account for this program")
        program.add_argument(
            "--account",
            type=uuid.UUID,
            metavar="ID",
            help="give the program with this account one more token",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the token in the name of the clinic's admin."""
        try:
            account, token = _create(options)
        except User.DoesNotExist as error:
            raise CommandError("There is no such account.") from error
        except Denied as error:
            message = "Only the admin of the program's own clinic may do that."
            raise CommandError(message) from error
        self.stderr.write(f"Account {account.public_id}, clinic {account.clinic}.")
        self.stdout.write(token)


def _create(options: dict[str, Any]) -> tuple[User, str]:
    now = timezone.now()
    admin = User.objects.get_by_natural_key(options["by"])
    if options["name"]:
        return accounts.open_service_account(by=admin, name=options["name"], now=now)
    account = User.objects.get(public_id=options["account"])
    return account, tokens.issue(by=admin, account=account, now=now)
