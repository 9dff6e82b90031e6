"""Icons, figures and the import map."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.utils.translation import override

from clinic.models import Exercise
from clinic.templatetags.interface import clock, figure, given_name, icon, initials

EXERCISES = [
    "biceps_curl",
    "lunge",
    "push_up",
    "shoulder_abduction",
    "sit_to_stand",
    "squat",
]


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icon("check-lg")
    labeled = icon("check-lg", label='Done "today"')
    assert 'role="img"' in labeled
    assert "&quot;today&quot;" in labeled


def test_icons_that_point_turn_round_in_right_to_left_languages():
    assert "data-turns" in icon("arrow-left")
    assert "data-turns" not in icon("check-lg")


def test_a_missing_icon_says_what_to_do():
    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        icon("no-such-icon")


@pytest.mark.parametrize("code", EXERCISES)
def test_each_exercise_has_a_figure_of_its_own(code):
    assert figure(Exercise(code=code)) != figure(None)


@pytest.mark.parametrize("code", ["unheard_of", "../../base", ""])
def test_other_codes_get_the_figure_of_a_person(code):
    assert figure(Exercise(code=code)) == figure(None)


def test_the_import_map_names_every_module_and_carries_the_nonce():
    page = Template("{% load interface %}{% import_map %}")
    text = page.render(Context({"CSP_NONCE": "n0nce"}))
    assert 'nonce="n0nce"' in text
    named = json.loads(re.sub(r"<[^>]*>", "", text))["imports"]
    scripts = Path(settings.BASE_DIR, "static", "js")
    for script in scripts.rglob("*.js"):
        name = f"repwise/{script.relative_to(scripts).as_posix()}"
        assert named[name].endswith(script.name)
    assert "uPlot" in named["uplot"]


def test_every_module_imports_only_what_the_map_names():
    page = Template("{% load interface %}{% import_map %}").render(Context())
    named = json.loads(re.sub(r"<[^>]*>", "", page))["imports"]
    for script in Path(settings.BASE_DIR, "static", "js").rglob("*.js"):
        for name in re.findall(r'from "([^"]+)"', script.read_text()):
            assert name in named, f"{script.name} imports {name}"


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada King Lovelace", "AL"), ("Plato", "P"), ("", "")]
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_given_name():
    assert given_name("Maria Lindgren") == "Maria"
    assert given_name("") == ""


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0:00.0"), (65.26, "1:05.3"), (59.97, "1:00.0")]
)
def test_clock(seconds, written):
    assert clock(seconds) == written


@pytest.mark.parametrize(
    ("language", "written"), [("de", "1:05,3"), ("es", "1:05,3"), ("ar", "1:05.3")]
)
def test_clock_parts_tenths_as_the_language_does(language, written):
    with override(language):
        assert clock(65.26) == written


def test_an_own_exercise_is_drawn_from_its_strokes():
    strokes = [["ghost", 8, 1.0, 2.0, 3.0, 4.0], ["move", 10.5, 7.0, 8.0]]
    drawn = figure(Exercise(code="own_1", figure=strokes))
    assert '<path class="fig-ghost" stroke-width="8" d="M1.0 2.0L3.0 4.0"/>' in drawn
    assert '<circle class="fig-move fill" cx="7.0" cy="8.0" r="10.5"/>' in drawn


def test_strokes_cannot_smuggle_markup_in():
    drawn = figure(Exercise(code="own_1", figure=[['"><script>', 8, 1, 2, 3, 4]]))
    assert "<script>" not in drawn
