"""What lists may be narrowed by."""

from datetime import datetime

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from clinic.api.serializers.patients import WITH_NAME
from clinic.models import Analysis, Recording, User


class RecordingFilter(filters.FilterSet):  # type: ignore[misc]
    """By patient, exercise, state of the analysis, and time."""

    patient = filters.UUIDFilter(field_name="patient__public_id")
    exercise = filters.CharFilter(field_name="exercise__code", max_length=64)
    status = filters.ChoiceFilter(
        choices=Analysis.Status.choices, method="by_current_status"
    )
    since = filters.IsoDateTimeFilter(
        field_name="uploaded_at",
        lookup_expr="gte",
        help_text="Uploaded at or after this time.",
    )
    analyzed_since = filters.IsoDateTimeFilter(
        method="by_current_finish",
        help_text="Analyzed at or after this time.",
    )

    class Meta:
        model = Recording
        fields = ["patient", "exercise", "status", "since", "analyzed_since"]

    def by_current_status(
        self, recordings: QuerySet[Recording], _name: str, status: str
    ) -> QuerySet[Recording]:
        """Keep those whose current analysis is in `status`."""
        return recordings.filter(analyses__is_current=True, analyses__status=status)

    def by_current_finish(
        self, recordings: QuerySet[Recording], _name: str, moment: datetime
    ) -> QuerySet[Recording]:
        """Keep those whose current analysis ended at or after `moment`."""
        return recordings.filter(
            analyses__is_current=True, analyses__finished_at__gte=moment
        )


class AnalysisFilter(filters.FilterSet):  # type: ignore[misc]
    """By recording and state."""

    recording = filters.UUIDFilter(field_name="recording__public_id")
    status = filters.ChoiceFilter(choices=Analysis.Status.choices)

    class Meta:
        model = Analysis
        fields = ["recording", "status"]


class PatientFilter(filters.FilterSet):  # type: ignore[misc]
    """By whether they still use the clinic; and what to show of them."""

    is_active = filters.BooleanFilter()
    include = filters.ChoiceFilter(
        choices=[(WITH_NAME, "With the patient's name")],
        method="unchanged",
        help_text="`name` shows the patients' names as well.",
    )

    class Meta:
        model = User
        fields = ["is_active", "include"]

    def unchanged(
        self, patients: QuerySet[User], _name: str, _value: str
    ) -> QuerySet[User]:
        """Change nothing: the serializer reads this parameter."""
        return patients
