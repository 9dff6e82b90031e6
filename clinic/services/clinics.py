"""Change how a clinic works with its patients."""

import zoneinfo
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from clinic import access
from clinic.models import Clinic, User
from clinic.services import audit, changes
from clinic.services.errors import Refused

LOGO_BYTES: Final = 2 * 1024**2
LOGO_PX: Final = 512
_LARGEST_PX: Final = 6000  # larger ones are opened by nobody: they cost memory


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
    accent: str = Clinic.Accent.TEAL
    blur_faces: bool = False
    keep_videos_months: int | None = None


class LogoNotValid(Refused):
    """The file is no picture that can be shown, or too large."""

    code = "logo_not_valid"


@transaction.atomic
def change_logo(
    *, by: User, clinic: Clinic, file: "File[bytes] | None", now: datetime
) -> None:
    """Show `file` as the logo of `clinic`; None shows none.

    It is written anew as PNG within `LOGO_PX`, so nothing else of the file is kept.

    Raises:
        Denied: `by` does not run the clinic.
        LogoNotValid.
    """
    access.require(access.can_manage_clinic(by, clinic))
    earlier, storage = str(clinic.logo.name or ""), clinic.logo.storage
    name = ""
    if file is not None:
        path = clinic.logo.field.generate_filename(clinic, "logo.png")
        name = storage.save(path, ContentFile(_as_png(file)))
    Clinic.objects.filter(pk=clinic.pk).update(logo=name)
    audit.record(action="clinic.logo_changed", about=clinic, by=by, now=now)
    if earlier:
        transaction.on_commit(lambda: storage.delete(earlier))


def _as_png(file: "File[bytes]") -> bytes:
    # Loaded only where a logo is changed.
    from PIL import Image

    if (file.size or 0) > LOGO_BYTES:
        raise LogoNotValid(_("The file is too large: at most 2 MB."))
    target = BytesIO()
    try:
        with Image.open(file, formats=["PNG", "JPEG", "WEBP"]) as picture:
            if max(picture.size) > _LARGEST_PX:
                raise LogoNotValid(_("The picture is too large."))
            shown = picture.convert("RGBA")
            shown.thumbnail((LOGO_PX, LOGO_PX))
            shown.save(target, format="PNG")
    except (OSError, ValueError, SyntaxError) as error:
        raise LogoNotValid(_("This is no PNG, JPEG or WebP picture.")) from error
    return target.getvalue()


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
