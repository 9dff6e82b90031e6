"""What an operator must hear before real patients use an installation."""

from typing import Any

from django.conf import settings
from django.core import checks


def register() -> None:
    """Register the checks of this module with Django."""
    checks.register(broker_is_for_production, checks.Tags.security, deploy=True)
    checks.register(database_is_for_production, checks.Tags.database, deploy=True)
    checks.register(addresses_are_secure, checks.Tags.security, deploy=True)


def database_is_for_production(**_: Any) -> list[checks.CheckMessage]:
    """Warn of the embedded database."""
    if not settings.EMBEDDED_DATABASE:
        return []
    return [
        checks.Warning(
            "The embedded SQLite database serves one machine.",
            hint="Set DATABASE_URL to a PostgreSQL database.",
            id="clinic.W001",
        )
    ]


def broker_is_for_production(**_: Any) -> list[checks.CheckMessage]:
    """Warn of the embedded broker and of a cache that processes do not share."""
    found: list[checks.CheckMessage] = []
    if settings.EMBEDDED_BROKER:
        hint = "Set CELERY_BROKER_URL to RabbitMQ or Redis."
        message = "The embedded broker serves one machine."
        found.append(checks.Warning(message, hint=hint, id="clinic.W002"))
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        hint = "Set CACHE_URL, so that limits on sign-in count over all processes."
        message = "Each web process has a cache of its own."
        found.append(checks.Warning(message, hint=hint, id="clinic.W003"))
    return found


def addresses_are_secure(**_: Any) -> list[checks.CheckMessage]:
    """Refuse to serve patients without encryption."""
    if settings.HTTPS_ONLY:
        return []
    return [
        checks.Error(
            "Pages are served without encryption.",
            hint="Set PUBLIC_URL to the https:// address of the installation.",
            id="clinic.E001",
        )
    ]
