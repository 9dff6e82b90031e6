"""Addresses of videos, curves and still pictures."""

from django.urls import path

from clinic.web.views import media

app_name = "media"

urlpatterns = [
    path("recordings/<uuid:public_id>/video", media.playback, name="playback"),
    path("recordings/<uuid:public_id>/still", media.thumbnail, name="thumbnail"),
    path("findings/<uuid:public_id>/still", media.moment, name="moment"),
    path("clinics/<uuid:public_id>/logo", media.logo, name="logo"),
    path(
        "references/<uuid:public_id>/video",
        media.reference_video,
        name="reference_video",
    ),
    path(
        "references/<uuid:public_id>/still",
        media.reference_still,
        name="reference_still",
    ),
    path(
        "versions/<uuid:public_id>/curves", media.version_curves, name="version_curves"
    ),
    path("exercises/<slug:code>/motion", media.motion, name="motion"),
    path("analyses/<uuid:public_id>/curves", media.curves, name="curves"),
]
