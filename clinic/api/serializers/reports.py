"""The report of a recording: as found, and as it stands after review."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clinic.api.serializers.analyses import AnalysisOut
from clinic.models import Finding, Verdict
from clinic.selectors import EffectiveResult, FindingResult, RepetitionResult

REPORT_REF = {"$ref": "#/components/schemas/Report"}


@extend_schema_field(REPORT_REF)
class ReportField(serializers.JSONField):
    """The published report, never changed after it was written."""


class FindingOut(serializers.Serializer[FindingResult]):
    """One mistake in one repetition, and what a therapist said of it."""

    id = serializers.UUIDField(source="finding.public_id")
    mistake = serializers.SlugField(help_text="As it stands after review.")
    name = serializers.CharField()
    severity = serializers.ChoiceField(Finding.Severity.choices)
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a column's name
        Finding.Source.choices,
        source="finding.source",
        help_text="`therapist` where a therapist added what was not found.",
    )
    decision = serializers.ChoiceField(
        Verdict.Decision.choices,
        allow_null=True,
        help_text="The therapist's verdict; null where nobody has judged.",
    )
    decided_at = serializers.DateTimeField(source="verdict.decided_at", allow_null=True)
    stands = serializers.BooleanField(
        help_text="False where it was dismissed or could not be seen."
    )
    confidence = serializers.FloatField(source="finding.confidence", allow_null=True)
    joint = serializers.CharField(source="finding.joint")
    side = serializers.CharField(source="finding.side")
    phase = serializers.CharField(source="finding.phase")
    time_s = serializers.FloatField(source="finding.time_s")
    value = serializers.FloatField(source="finding.value", allow_null=True)
    uncertainty = serializers.FloatField(source="finding.uncertainty", allow_null=True)
    expected = serializers.CharField(source="finding.expected")
    expected_low = serializers.FloatField(
        source="finding.expected_low", allow_null=True
    )
    expected_high = serializers.FloatField(
        source="finding.expected_high", allow_null=True
    )
    unit = serializers.CharField(source="finding.unit")
    message = serializers.CharField()
    clinical = serializers.CharField(source="finding.clinical")

    def to_representation(self, instance: FindingResult) -> dict[str, object]:
        """Write no verdict as null, not as an empty word."""
        shown: dict[str, object] = super().to_representation(instance)
        return {**shown, "decision": shown["decision"] or None}


class RepetitionOut(serializers.Serializer[RepetitionResult]):
    """One repetition with all its findings, dismissed ones too."""

    index = serializers.IntegerField(source="repetition.index")
    start_s = serializers.FloatField(source="repetition.start_s")
    peak_s = serializers.FloatField(source="repetition.peak_s")
    end_s = serializers.FloatField(source="repetition.end_s")
    side = serializers.CharField(source="repetition.side")
    score = serializers.FloatField(
        allow_null=True,
        help_text="Under the verdicts; `report` holds the automatic one.",
    )
    findings = FindingOut(many=True)


class EffectiveOut(serializers.Serializer[EffectiveResult]):
    """What counts: the findings under the therapists' verdicts."""

    is_reviewed = serializers.BooleanField()
    reviewed_at = serializers.DateTimeField(
        source="review.reviewed_at", allow_null=True
    )
    score = serializers.FloatField(
        allow_null=True,
        help_text="Under the verdicts; `report` holds the automatic one.",
    )
    repetitions = RepetitionOut(many=True)
    mistakes = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="In how many repetitions each mistake stands.",
    )


class ReportOut(serializers.Serializer[EffectiveResult]):
    """The report on one recording."""

    recording = serializers.UUIDField(source="recording.public_id")
    patient = serializers.UUIDField(source="recording.patient.public_id")
    prescription = serializers.UUIDField(
        source="recording.prescription.public_id", allow_null=True
    )
    recorded_at = serializers.DateTimeField(source="recording.recorded_at")
    analysis = AnalysisOut()
    report = ReportField(source="analysis.report")
    effective = EffectiveOut(source="*")
