"""Change how a clinic works with its patients."""

import zoneinfo
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Clinic, User
from clinic.services import changes
from clinic.services.errors import Refused


class TimeZoneUnknown(Refused):
    """There is no such time zone."""

    code = "time_zone_unknown"


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """What a clinic admin decides."""

    name: str
    show_findings: str
    keep_originals: bool
    time_zone: str
    language: str


@transaction.atomic
def change_settings(
    *, by: User, clinic: Clinic, settings: ClinicSettings, now: datetime
) -> Clinic:
    """Store the settings of `clinic`; consents given before keep their meaning.

    Raises:
        Denied: `by` does not run the clinic.
        TimeZoneUnknown: the time zone has no such name.
    """
    access.require(access.can_manage_clinic(by, clinic))
    if settings.time_zone not in zoneinfo.available_timezones():
        raise TimeZoneUnknown(
            _("There is no such time zone. Write it like Europe/Berlin.")
        )
    changes.store(
        clinic, asdict(settings), action="clinic.settings_changed", by=by, now=now
    )
    return clinic
