"""Addresses of the interface for other programs."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from clinic.api import schema  # noqa: F401  registers how it describes tokens
from clinic.api.throttles import VisitorRate
from clinic.api.views.analyses import AnalysisViewSet
from clinic.api.views.patients import PatientViewSet
from clinic.api.views.recordings import RecordingViewSet
from clinic.api.views.unknown import Unknown

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("recordings", RecordingViewSet, basename="recording")
router.register("analyses", AnalysisViewSet, basename="analysis")
router.register("patients", PatientViewSet, basename="patient")

# The description says nothing about anyone: programmers read it before they have a
# token.
_PUBLIC = {
    "authentication_classes": [],
    "permission_classes": [AllowAny],
    "throttle_classes": [VisitorRate],
}

urlpatterns = [
    path("v1/", include(router.urls)),
    # Only with a slash at the end: without it the visitor is sent on to the address
    # that has one.
    re_path(r"^v1/.*/$", Unknown.as_view()),
    path("schema/", SpectacularAPIView.as_view(**_PUBLIC), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(**_PUBLIC, url_name="api:schema"),
        name="docs",
    ),
]
