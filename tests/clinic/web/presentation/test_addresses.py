"""Addresses that are resolved once for many rows."""

import uuid

from django.urls import reverse

from clinic.web.presentation.addresses import NO_NUMBER, addresses_of


def test_are_what_reverse_gives_for_a_public_key():
    key = uuid.uuid4()
    address = addresses_of("therapist:patient")(key)
    assert address == reverse("therapist:patient", args=[key])


def test_are_what_reverse_gives_for_a_number():
    address = addresses_of("clinic_admin:end_care", stand_in=NO_NUMBER)(1042)
    assert address == reverse("clinic_admin:end_care", args=[1042])
