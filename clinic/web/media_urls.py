"""Addresses of videos, curves and still pictures."""

from django.urls import path

from clinic.web.views import media

app_name = "media"

urlpatterns = [
    path("recordings/<uuid:public_id>/video", media.playback, name="playback"),
    path("recordings/<uuid:public_id>/still", media.thumbnail, name="thumbnail"),
    path("findings/<uuid:public_id>/still", media.moment, name="moment"),
    path("clinics/<uuid:public_id>/logo", media.logo, name="logo"),
    path("analyses/<uuid:public_id>/curves", media.curves, name="curves"),
]
