"""Where an analysis stands."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.models import Analysis


class FailureOut(serializers.Serializer[Analysis]):
    """Why a recording could not be analyzed, and what to do."""

    code = serializers.CharField(source="failure_code")
    message = serializers.CharField(source="failure_message")
    what_to_do = serializers.CharField(source="failure_what_to_do")


class AnalysisOut(serializers.ModelSerializer[Analysis]):
    """The state of one analysis, without its report."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    recording = serializers.UUIDField(source="recording.public_id", read_only=True)
    failure = serializers.SerializerMethodField()

    class Meta:
        model = Analysis
        fields = [
            "id",
            "recording",
            "pipeline_version",
            "is_current",
            "status",
            "stage",
            "percent",
            "queued_at",
            "started_at",
            "finished_at",
            "failure",
        ]
        read_only_fields = fields

    @extend_schema_field(FailureOut(allow_null=True))
    def get_failure(self, analysis: Analysis) -> object:
        """Describe the failure of a failed analysis."""
        failed = analysis.status == Analysis.Status.FAILED
        return FailureOut(analysis).data if failed else None
