"""Recordings of the caller's clinic, and the reports on them."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clinic import selectors
from clinic.api.errors import NoReport, ReportErrorsOut
from clinic.api.filters import RecordingFilter
from clinic.api.permissions import RecordingAccess, signed_in
from clinic.api.serializers.recordings import RecordingOut
from clinic.api.serializers.reports import ReportOut
from clinic.api.views.base import ClinicViewSet
from clinic.models import Analysis, Recording
from clinic.services import audit


class RecordingViewSet(ClinicViewSet[Recording]):
    """Videos that patients of the clinic sent, newest first."""

    queryset = Recording.objects.none()  # names the model; get_queryset has the rows
    serializer_class = RecordingOut
    filterset_class = RecordingFilter
    permission_classes = [*ClinicViewSet.permission_classes, RecordingAccess]
    pages_by = "uploaded_at"

    def get_queryset(self) -> QuerySet[Recording]:
        """Scope every action to what the caller may see."""
        current = Analysis.objects.current().defer("report", "options")
        return (
            Recording.objects.visible_to(signed_in(self.request))
            .select_related("patient", "exercise", "prescription", "review")
            .prefetch_related(
                Prefetch(
                    "analyses",
                    current.select_related("recording"),
                    to_attr="current_analyses",
                )
            )
        )

    def retrieve(self, request: Request, **_lookup: Any) -> Response:
        """Send one recording, and write down that it was looked at."""
        recording = self.get_object()
        audit.viewed(by=signed_in(request), recording=recording, now=timezone.now())
        return Response(self.get_serializer(recording).data)

    @extend_schema(responses={200: ReportOut, 404: ReportErrorsOut})
    @action(detail=True, filterset_class=None, pagination_class=None)
    def report(self, request: Request, **_lookup: Any) -> Response:
        """Send what was found, and what stands after review.

        While there is no report the answer is 404, and its code says whether to ask
        again (`report_not_ready`) or not (`analysis_failed`).
        """
        recording = self.get_object()
        by = signed_in(request)
        result = selectors.effective_result(recording, viewer=by)
        if not result.is_done:
            raise NoReport.of(result.analysis)
        audit.record(action="report.read", about=recording, by=by, now=timezone.now())
        return Response(ReportOut(result).data)
