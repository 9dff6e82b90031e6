"""Addresses at which patients tell of an exercise."""

from django.urls import path

from clinic.web.views import self_report

app_name = "telling"

urlpatterns = [
    path("exercises/<uuid:public_id>/pain/", self_report.before, name="before"),
    path("exercises/<uuid:public_id>/instead/", self_report.instead, name="instead"),
    path("recordings/<uuid:public_id>/felt/", self_report.after, name="after"),
]
