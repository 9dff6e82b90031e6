"""The demo's outbox: letters that would have gone out, for this machine only."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# What Django's file mail backend writes after each letter.
_END_OF_LETTER = b"\n" + b"-" * 79 + b"\n"
_SHOWN = 50


@dataclass(frozen=True)
class Letter:
    """One letter as its receiver would read it."""

    sent_at: dt.datetime
    to: str
    subject: str
    text: str


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the latest letters, newest first.

    Letters hold links that set a password, so nobody but the person at this machine
    may read them, and outside the demo the page does not exist.
    """
    if not (settings.DEMO and _is_this_machine(request)):
        raise Http404
    letters = read_letters(Path(settings.EMAIL_FILE_PATH))
    return render(request, "demo/outbox.html", {"letters": letters[:_SHOWN]})


def _is_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a Unix socket has no address
        return False


def read_letters(folder: Path) -> list[Letter]:
    """Return every letter in the mail backend's files, newest first."""
    letters = (_letter(raw) for path in folder.glob("*.log") for raw in _split(path))
    return sorted(letters, key=lambda letter: letter.sent_at, reverse=True)


def _split(path: Path) -> Iterator[bytes]:
    """Yield the raw letters of one file; the last may still be being written."""
    *whole, _ = path.read_bytes().split(_END_OF_LETTER)
    yield from (raw for raw in whole if raw.strip())


def _letter(raw: bytes) -> Letter:
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    return Letter(
        sent_at=parsedate_to_datetime(str(message["Date"])),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=str(body.get_content()).strip() if body else "",
    )
