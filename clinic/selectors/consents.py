"""Whether a patient may be asked for a recording."""

from clinic.domain.consent import CURRENT_VERSION
from clinic.models import Consent, User


def has_consented(patient: User) -> bool:
    """Say whether `patient` agrees to the text in force."""
    current = Consent.objects.active().filter(version=CURRENT_VERSION)
    return current.filter(patient=patient).exists()
