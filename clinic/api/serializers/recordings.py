"""Recordings as other programs see them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from clinic.api.serializers.analyses import AnalysisOut
from clinic.models import Recording


class RecordingOut(serializers.ModelSerializer[Recording]):
    """One recording, where its analysis stands, and where its report is.

    Needs `current_analyses`, the list that `views.recordings` prefetches.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    patient = serializers.UUIDField(source="patient.public_id", read_only=True)
    exercise = serializers.SlugField(source="exercise.code", read_only=True)
    exercise_name = serializers.CharField(
        source="exercise.name",
        read_only=True,
        help_text="In English for the catalog's, as the clinic wrote it for its own.",
    )
    prescription = serializers.UUIDField(
        source="prescription.public_id", read_only=True, allow_null=True
    )
    analysis = serializers.SerializerMethodField()
    reviewed_at = serializers.DateTimeField(
        source="review.reviewed_at", read_only=True, allow_null=True
    )
    report_url = serializers.SerializerMethodField()

    class Meta:
        model = Recording
        fields = [
            "id",
            "patient",
            "exercise",
            "exercise_name",
            "prescription",
            "recorded_at",
            "uploaded_at",
            "duration_s",
            "analysis",
            "reviewed_at",
            "report_url",
        ]
        read_only_fields = fields

    @extend_schema_field(AnalysisOut(allow_null=True))
    def get_analysis(self, recording: Recording) -> object:
        """Describe the analysis that counts."""
        current = recording.current_analyses  # type: ignore[attr-defined]
        return AnalysisOut(current[0]).data if current else None

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_report_url(self, recording: Recording) -> str:
        """Return the absolute address of the report."""
        return reverse(
            "api:recording-report",
            kwargs={"public_id": recording.public_id},
            request=self.context["request"],
        )
