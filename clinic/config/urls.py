"""All addresses of the installation."""

from django.contrib import admin
from django.urls import include, path

from clinic.web.views.outbox import outbox

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("clinic.web.account_urls")),
    path("api/", include("clinic.api.urls")),
    path("media/", include("clinic.web.media_urls")),
    path("outbox/", outbox, name="outbox"),  # 404 outside the demo
    path("", include("clinic.web.app_urls")),
    path("my/", include("clinic.web.self_report_urls")),
    path("", include("clinic.web.urls")),
]

handler400 = "clinic.web.views.errors.bad_request"
