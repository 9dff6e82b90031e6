"""The Celery application of the workers and of beat."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.config.settings")

app = Celery("clinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["clinic"])


@setup_logging.connect
def keep_django_logging(**_: Any) -> None:
    """Leave logging as Django's settings have set it up."""


@worker_ready.connect
def rescue_at_once(**_: Any) -> None:
    """Look for work that the last worker left, without waiting for beat."""
    app.send_task("clinic.rescue_analyses", expires=30)
