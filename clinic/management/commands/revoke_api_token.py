"""End a token of a program, or list what tokens it has."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinic.access import Denied
from clinic.models import User
from clinic.services import tokens


class Command(BaseCommand):
    """End one token at once; the program's other tokens stay."""

    help = "End a token of a program. Without a token: list the program's tokens."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask in whose name, of which program, and which token."""
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="the clinic's admin"
        )
        parser.add_argument("--account", required=True, type=uuid.UUID, metavar="ID")
        parser.add_argument("token", nargs="?", help="the beginning, as listed")

    def handle(self, *_args: Any, **options: Any) -> None:
        """End the token, or list, in the name of the clinic's admin."""
        try:
            by = User.objects.get_by_natural_key(options["by"])
            account = User.objects.get(public_id=options["account"])
            self._act(by, account, options["token"])
        except User.DoesNotExist as error:
            raise CommandError("There is no such account.") from error
        except Denied as error:
            message = "Only the admin of the program's own clinic may do that."
            raise CommandError(message) from error

    def _act(self, by: User, account: User, token: str | None) -> None:
        if token is None:
            for row in tokens.listed(by=by, account=account):
                self.stdout.write(f"{row.token_key}  until {row.expiry:%Y-%m-%d}")
            return
        beginning = token[: tokens.BEGINNING]
        ended = tokens.revoke(
            by=by, account=account, beginning=beginning, now=timezone.now()
        )
        if not ended:
            raise CommandError("The program has no such token.")
        self.stdout.write("The token is revoked.")
