"""Errors of this interface beyond those of the framework, in the same form."""

from drf_standardized_errors.openapi_serializers import ClientErrorEnum
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from clinic.models import Analysis


class NoReport(NotFound):
    """There is no report to send; the code says whether to wait for one."""

    NOT_READY = "report_not_ready"
    FAILED = "analysis_failed"

    @classmethod
    def of(cls, analysis: Analysis | None) -> "NoReport":
        """Say why there is no report, and what to do."""
        if analysis is not None and analysis.status == Analysis.Status.FAILED:
            reason = f"{analysis.failure_message} {analysis.failure_what_to_do}"
            return cls(reason.strip() or "The analysis failed.", code=cls.FAILED)
        return cls(
            "The recording is still being analyzed. Ask again later.",
            code=cls.NOT_READY,
        )


class ReportErrorOut(serializers.Serializer[NoReport]):
    """One reason why there is no report."""

    code = serializers.ChoiceField(["not_found", NoReport.NOT_READY, NoReport.FAILED])
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ReportErrorsOut(serializers.Serializer[NoReport]):
    """The body of a 404 answer to a request for a report."""

    type = serializers.ChoiceField(ClientErrorEnum.choices)
    errors = ReportErrorOut(many=True)  # type: ignore[assignment]  # the form's name
