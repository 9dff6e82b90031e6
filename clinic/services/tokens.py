"""Give a service account further tokens, and take tokens back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from knox.models import AuthToken
from knox.settings import CONSTANTS

from clinic import access
from clinic.models import User
from clinic.services import audit

LASTS: Final = timedelta(days=365)
# So many characters name a token; all of it is needed to use it.
BEGINNING: Final = CONSTANTS.TOKEN_KEY_LENGTH


@transaction.atomic
def issue(*, by: User, account: User, now: datetime, lasts: timedelta = LASTS) -> str:
    """Return a new token of `account`, shown this once; older ones stay valid.

    So a program changes its token without a gap: issue, deploy, revoke the old one.

    Raises:
        Denied: `by` does not run the clinic, or `account` is no open service account.
    """
    access.require(_may_manage(by, account) and account.is_active)
    row, token = AuthToken.objects.create(account, expiry=lasts)
    audit.record(
        action="token.issued", about=account, by=by, now=now, beginning=row.token_key
    )
    return str(token)


@transaction.atomic
def revoke(*, by: User, account: User, beginning: str, now: datetime) -> bool:
    """End the token of `account` that begins so; say whether there was one.

    The beginning (`listed` shows it) names a token and does not open anything.

    Raises:
        Denied: `by` does not run the clinic of `account`.
    """
    access.require(_may_manage(by, account))
    ended, _ = AuthToken.objects.filter(user=account, token_key=beginning).delete()
    if ended:
        audit.record(
            action="token.revoked", about=account, by=by, now=now, beginning=beginning
        )
    return bool(ended)


def listed(*, by: User, account: User) -> Sequence[AuthToken]:
    """Return the tokens of `account`, newest first, without their secrets.

    Raises:
        Denied: `by` does not run the clinic of `account`.
    """
    access.require(_may_manage(by, account))
    return list(AuthToken.objects.filter(user=account).order_by("-created"))


def _may_manage(by: User, account: User) -> bool:
    return (
        account.role == User.Role.SERVICE
        and account.clinic is not None
        and access.can_manage_clinic(by, account.clinic)
    )
