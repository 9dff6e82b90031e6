"""All addresses of the installation."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("clinic.api.urls")),
    path("", include("clinic.web.urls")),
]
