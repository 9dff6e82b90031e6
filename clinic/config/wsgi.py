"""Entry point of WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from clinic.config.collector import spare_what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.config.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # loads the pages' code now, not with the first request
spare_what_stays()
