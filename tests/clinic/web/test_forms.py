"""Forms draw what Django would draw."""

import pytest
from django import forms
from django.test.html import parse_html

from clinic.web.forms import PlainSelect

CHOICES = [("", "---"), (1, "Ada & <Co>"), (2, "Grace")]


@pytest.mark.parametrize("value", [None, "", 2, "1"])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_who", "required": True}])
def test_a_plain_select_is_the_same_markup_as_djangos(value, attrs):
    drawn = PlainSelect({"class": "form-select"}, CHOICES).render("who", value, attrs)
    usual = forms.Select({"class": "form-select"}, CHOICES).render("who", value, attrs)
    assert parse_html(drawn) == parse_html(usual)
