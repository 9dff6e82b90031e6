"""What makes an app of the pages: manifest, service worker, offline page."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

_SYNC_TAG: Final = "send-recordings"
_OFFLINE_PAGE: Final = Path("templates", "patient", "offline.html")
_PARTS: Final = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "img/favicon.svg",
    "js/theme.js",
    "js/page/offline.js",
    "js/sending/store.js",
)
# Modules that the worker itself is made of: a change in one makes a new version.
_WORKER: Final = (
    "js/sending/checksums.js",
    "js/sending/fetch-stack.js",
    "js/sending/queue.js",
    "js/sending/sender.js",
    "js/worker/news.js",
    "js/worker/outbox.js",
    "js/worker/shell.js",
)


@require_safe
@login_not_required
def manifest(_request: HttpRequest) -> HttpResponse:
    """Describe the app to the phone that installs it."""
    said = {
        "id": "/",
        "name": "Repwise",
        "short_name": "Repwise",
        "description": _("Your exercises at home, seen by your therapist."),
        "start_url": reverse("patient:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f8fafc",
        "theme_color": "#0f766e",
        "icons": [
            _icon("icon-192.png", 192, "any"),
            _icon("icon-512.png", 512, "any"),
            _icon("icon-maskable-512.png", 512, "maskable"),
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
@login_not_required
def offline_page(request: HttpRequest) -> HttpResponse:
    """Stand in for any page without a network; the phone keeps it."""
    return render(request, "patient/offline.html")


@require_safe
@login_not_required
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; at the root, for it may serve what lies below it."""
    parts = [*_PARTS, _bootstrap()]
    said = {
        "version": _version(tuple(parts), get_language()),
        "offline": reverse("offline"),
        "parts": [static(part) for part in parts],
        "endpoint": reverse("patient:uploads"),
        "syncTag": _SYNC_TAG,
        "news": _news(),
    }
    # In a script, `<` could only matter if it were put into a page.
    context = {"settings": json.dumps(said).replace("<", "\\u003c")}
    response = render(
        request, "patient/service-worker.js", context, content_type="text/javascript"
    )
    response["Cache-Control"] = "no-cache"
    return response


def _news() -> dict[str, str]:
    """Return what a woken browser shows: nothing of the exercise, nor of the person."""
    return {
        "title": "Repwise",
        "body": _("Something new waits for you."),
        "language": get_language() or "",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "icon": static("img/icon-192.png"),
        "address": reverse("patient:today"),
    }


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    address = static(f"img/{name}")
    sizes = f"{size}x{size}"
    return {"src": address, "sizes": sizes, "type": "image/png", "purpose": purpose}


def _bootstrap() -> str:
    direction = "rtl." if get_language_bidi() else ""
    return f"bootstrap/css/bootstrap.{direction}min.css"


@cache
def _version(parts: tuple[str, ...], language: str | None) -> str:
    """Return a name for the content of all parts: a new one is a new shell.

    In another language the page without a network is another one.
    """
    digest = hashlib.sha256(Path(settings.BASE_DIR, _OFFLINE_PAGE).read_bytes())
    digest.update(str(language).encode())
    for part in (*parts, *_WORKER):
        if found := finders.find(part):
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:12]
