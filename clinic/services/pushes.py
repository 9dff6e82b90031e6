"""Wake the browsers of patients for whom something new waits (web push, RFC 8030).

Off unless the operator has set a key: a browser is woken through its vendor's server,
which so learns when there is news. Of what is new it learns nothing: the message has
no content.
"""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from fnmatch import fnmatchcase
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from py_vapid import Vapid02, b64urlencode

from clinic import access
from clinic.models import Notice, PushSubscription, User
from clinic.services import audit
from clinic.services.errors import Refused

logger = logging.getLogger(__name__)

# Our own choice: whoever waits on the page sees the result there.
PUSH_AFTER: Final = timedelta(seconds=20)
PUSH_UNTIL: Final = timedelta(days=2)
_KEPT_BY_VENDOR_S: Final = 24 * 3600
_PATIENCE_S: Final = 10
# A browser that is gone, or that has another key (RFC 8030, section 7.3).
_GONE: Final = frozenset({403, 404, 410})


class PushNotPossible(Refused):
    """No browser of this address is woken here."""

    code = "push_not_possible"


def public_key() -> str:
    """Return the key that browsers subscribe with; empty where web push is off."""
    if not settings.WEB_PUSH_KEY:
        return ""
    point = _vapid().public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return str(b64urlencode(point))


@transaction.atomic
def subscribe(*, by: User, endpoint: str, now: datetime) -> PushSubscription:
    """Wake the browser at `endpoint` for `by`, and for nobody else, from now on.

    Raises:
        Denied: `by` is not a patient.
        PushNotPossible: it is off, or `endpoint` is none of a known vendor.
    """
    access.require(by.is_active and by.is_patient)
    if not settings.WEB_PUSH_KEY or not _is_vendors(endpoint):
        raise PushNotPossible(_("This browser cannot be told from here."))
    owner = {"user": by, "subscribed_at": now}
    kept, _created = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults=owner
    )
    audit.record(action="push.subscribed", about=by, by=by, now=now)
    return kept


@transaction.atomic
def unsubscribe(*, by: User, endpoint: str, now: datetime) -> None:
    """Wake the browser at `endpoint` no longer; twice is once."""
    own = PushSubscription.objects.filter(user=by, endpoint=endpoint)
    if own.delete()[0]:
        audit.record(action="push.unsubscribed", about=by, by=by, now=now)


def send(*, now: datetime) -> int:
    """Wake the browsers of patients who have not looked at what is new.

    Returns:
        how many were woken. What no vendor took is tried again until `PUSH_UNTIL`.
    """
    if not settings.WEB_PUSH_KEY:
        return 0
    due = Notice.objects.due_by_push(now - PUSH_AFTER).filter(at__gt=now - PUSH_UNTIL)
    patients: dict[int, list[int]] = {}
    for pk, patient in due.values_list("pk", "recording__patient_id"):
        patients.setdefault(patient, []).append(pk)
    return sum(_wake(patient, pks, now) for patient, pks in patients.items())


def _wake(patient: int, notices: list[int], now: datetime) -> int:
    """Wake all browsers of one patient; claimed first, so that it is done once."""
    rows = Notice.objects.filter(pk__in=notices)
    if not rows.filter(pushed_at__isnull=True).update(pushed_at=now):
        return 0
    browsers = list(PushSubscription.objects.filter(user_id=patient))
    woken = [_post(browser) for browser in browsers]
    if browsers and not any(woken):
        rows.filter(pushed_at=now).update(pushed_at=None)
    return sum(woken)


def _post(browser: PushSubscription) -> bool:
    """Ask the vendor to wake `browser`; one that is gone is forgotten."""
    if not _is_vendors(browser.endpoint):  # the operator has taken it off the list
        return False
    headers = {"TTL": str(_KEPT_BY_VENDOR_S), **_signed(browser.endpoint)}
    request = Request(browser.endpoint, data=b"", headers=headers, method="POST")  # noqa: S310 - of a listed vendor
    try:
        with _OPENER.open(request, timeout=_PATIENCE_S):
            return True
    except HTTPError as error:
        if error.code in _GONE:
            browser.delete()
        logger.warning("a browser could not be woken: %d", error.code)
    except OSError as error:
        logger.warning("a browser could not be woken: %s", type(error).__name__)
    return False


class _NoRedirects(HTTPRedirectHandler):
    """A vendor's answer must not lead to any other host."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing: it counts as an error."""


_OPENER: Final = build_opener(_NoRedirects)


def _is_vendors(endpoint: str) -> bool:
    """Say whether `endpoint` is of a listed vendor: a server posts nowhere else."""
    if len(endpoint) > PushSubscription.LONGEST:
        return False
    try:
        parts = urlsplit(endpoint)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}"
    return any(fnmatchcase(origin, known) for known in settings.WEB_PUSH_VENDORS)


def _signed(endpoint: str) -> dict[str, str]:
    """Return the header that says who asks (VAPID, RFC 8292)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }
    signed: dict[str, str] = _vapid().sign(claims)
    return signed


def _vapid() -> Vapid02:
    return Vapid02.from_raw(settings.WEB_PUSH_KEY.encode())
