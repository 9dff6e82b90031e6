"""The clinic as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    """Register the clinic's models and checks."""

    name = "clinic"
    verbose_name = _("Clinic")

    def ready(self) -> None:
        """Register the checks."""
        from clinic import checks

        checks.register()
