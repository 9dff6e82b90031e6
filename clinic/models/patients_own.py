"""What belongs to one patient: read by them and by the therapists in charge."""

from typing import Self, TypeVar

from django.db import models

from clinic.models.user import User

M = TypeVar("M", bound=models.Model)


class PatientsOwn(models.QuerySet[M]):
    """Rows with `clinic` and `patient`, which nobody else may see."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the patient, or of the therapist's patients."""
        if not user.is_active or user.clinic_id is None:
            return self.none()
        own_clinic = self.filter(clinic_id=user.clinic_id)
        match user.role:
            case User.Role.PATIENT:
                return own_clinic.filter(patient=user)
            case User.Role.THERAPIST:
                return own_clinic.filter(
                    patient__in=User.objects.in_care_of(user).values("pk")
                )
            case _:
                return self.none()
