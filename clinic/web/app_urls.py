"""Addresses that make an app of the pages; a service worker must lie at the root."""

from django.urls import path

from clinic.web.views import app

urlpatterns = [
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("service-worker.js", app.service_worker, name="service_worker"),
    path("offline/", app.offline_page, name="offline"),
]
