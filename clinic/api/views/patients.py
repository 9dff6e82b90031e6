"""Patients of the caller's clinic."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clinic.api.filters import PatientFilter
from clinic.api.permissions import PersonAccess, signed_in
from clinic.api.serializers.patients import WITH_NAME, PatientOut, includes_name
from clinic.api.views.base import ClinicViewSet
from clinic.models import User
from clinic.services import audit

INCLUDE: Final = OpenApiParameter(
    "include",
    enum=[WITH_NAME],
    description="`name` shows the patient's name as well.",
)


class PatientViewSet(ClinicViewSet[User]):
    """Patients by pseudonymous id, newest first."""

    queryset = User.objects.none()  # names the model; get_queryset has the rows
    serializer_class = PatientOut
    filterset_class = PatientFilter
    permission_classes = [*ClinicViewSet.permission_classes, PersonAccess]
    pages_by = "joined_at"
    parameters_of_one = frozenset({"include"})

    def get_queryset(self) -> QuerySet[User]:
        """Scope every action to what the caller may see."""
        visible: QuerySet[User] = User.objects.visible_to(signed_in(self.request))
        return visible.filter(role=User.Role.PATIENT)

    @extend_schema(parameters=[INCLUDE])
    def retrieve(self, request: Request, **_lookup: Any) -> Response:
        """Send one patient, and write down that the record was looked at."""
        patient = self.get_object()
        audit.record(
            action="patient.viewed",
            about=patient,
            by=signed_in(request),
            now=timezone.now(),
            **self.audit_detail(),
        )
        return Response(self.get_serializer(patient).data)

    def audit_detail(self) -> dict[str, Any]:
        """Tell whether names were read."""
        return {"names": includes_name(self.request)}
