"""Repwise for clinics: who may ask, what was prescribed, what do we tell them."""

from clinic.config.celery import app as celery_app

__all__ = ["celery_app"]
