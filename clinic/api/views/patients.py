"""Patients of the caller's clinic."""

from django.db.models import QuerySet

from clinic.api.filters import PatientFilter
from clinic.api.permissions import PersonAccess, signed_in
from clinic.api.serializers.patients import PatientOut
from clinic.api.views.base import ClinicViewSet
from clinic.models import User


class PatientViewSet(ClinicViewSet[User]):
    """Patients by pseudonymous id, newest first."""

    queryset = User.objects.none()  # names the model; get_queryset has the rows
    serializer_class = PatientOut
    filterset_class = PatientFilter
    permission_classes = [*ClinicViewSet.permission_classes, PersonAccess]
    pages_by = "joined_at"

    def get_queryset(self) -> QuerySet[User]:
        """Scope every action to what the caller may see."""
        visible: QuerySet[User] = User.objects.visible_to(signed_in(self.request))
        return visible.filter(role=User.Role.PATIENT)
