"""Where the analyses of the clinic's recordings stand."""

from django.db.models import QuerySet

from clinic.api.filters import AnalysisFilter
from clinic.api.permissions import signed_in
from clinic.api.serializers.analyses import AnalysisOut
from clinic.api.views.base import ClinicViewSet
from clinic.models import Analysis


class AnalysisViewSet(ClinicViewSet[Analysis]):
    """Runs of the pipeline, newest first; poll one until it is done or failed."""

    queryset = Analysis.objects.none()  # names the model; get_queryset has the rows
    serializer_class = AnalysisOut
    filterset_class = AnalysisFilter
    pages_by = "queued_at"

    def get_queryset(self) -> QuerySet[Analysis]:
        """Scope every action to what the caller may see."""
        visible = Analysis.objects.visible_to(signed_in(self.request))
        return visible.select_related("recording").defer("report", "options")
