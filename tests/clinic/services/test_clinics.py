"""Changing how a clinic works."""

import pytest
from django.core.exceptions import PermissionDenied

from clinic.models import AuditEvent
from clinic.services import clinics
from tests.factories import (
    ClinicAdminFactory,
    ClinicFactory,
    PatientFactory,
    TherapistFactory,
)

WANTED = clinics.ClinicSettings(
    name="Riverside",
    show_findings="after_review",
    keep_originals=False,
    time_zone="Europe/Berlin",
    language="de",
)


@pytest.fixture
def admin(db):
    return ClinicAdminFactory()


def change(by, now, settings=WANTED, clinic=None):
    return clinics.change_settings(
        by=by, clinic=clinic or by.clinic, settings=settings, now=now
    )


def test_changes_are_stored_and_named_in_the_audit(admin, now):
    change(admin, now)
    admin.clinic.refresh_from_db()
    assert admin.clinic.show_findings == "after_review"
    event = AuditEvent.objects.get(action="clinic.settings_changed")
    assert event.detail == {"fields": "language,name,show_findings,time_zone"}


def test_saving_the_same_again_changes_nothing(admin, now):
    change(admin, now)
    change(admin, now)
    assert AuditEvent.objects.filter(action="clinic.settings_changed").count() == 1


@pytest.mark.parametrize("person", [PatientFactory, TherapistFactory])
def test_only_its_admins_change_a_clinic(person, now, db):
    with pytest.raises(PermissionDenied):
        change(person(), now)


def test_an_admin_changes_no_other_clinic(admin, now):
    with pytest.raises(PermissionDenied):
        change(admin, now, clinic=ClinicFactory(slug="hillside"))
