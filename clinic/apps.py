"""The clinic as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    """Register the clinic's models and checks."""

    name = "clinic"
    verbose_name = _("Clinic")

    def ready(self) -> None:
        """Make the Celery application the current one, and register the checks."""
        from clinic import checks
        from clinic.config import celery  # noqa: F401, jobs are sent through it

        checks.register()
