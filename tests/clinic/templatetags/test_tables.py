"""Rows of long tables: what they show, and that nothing typed becomes markup."""

import datetime as dt
import re

from django.template import Context
from django.urls import reverse

from clinic.models import User
from clinic.templatetags.interface import symbol, symbols
from clinic.templatetags.tables import member_rows, patient_rows
from clinic.web.presentation.caseload import COURSES, CourseWords, PatientRow, Tag
from clinic.web.presentation.people import Care, Member
from clinic.web.presentation.trends import trend
from tests.factories import CareFactory, ClinicAdminFactory

NASTY = '<b title="x">&'
SAFE = "&lt;b title=&quot;x&quot;&gt;&amp;"


def patient_row(**changes):
    facts = {
        "person": User(full_name="Ada King Lovelace"),
        "address": "/therapist/patients/1/",
        "tags": (),
        "proposed": "",
        "course": CourseWords("", "", "too few", ""),
        "exercises": 3,
        "waiting": 0,
        "latest": "",
        "spark": None,
        "spark_words": "",
    }
    return PatientRow(**(facts | changes))


def member(**changes):
    facts = {
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "role": "Patient",
        "tone": "note",
        "is_patient": True,
        "care": (),
        "signed_in_at": None,
        "close": "/close/",
        "close_words": "Close it",
        "change": "/change/",
        "change_words": "Change it",
    }
    return Member(**(facts | changes))


def members(*rows):
    return member_rows(Context({"csrf_token": "secret"}), rows)


class TestPatients:
    def test_who_and_where_and_how_much(self):
        drawn = patient_rows([patient_row(waiting=2, latest="3 Jun")])
        assert ">AL<" in drawn
        assert 'href="/therapist/patients/1/">Ada King Lovelace</a>' in drawn
        assert '<td class="number">3</td><td class="nowrap">3 Jun</td>' in drawn
        assert '<span class="count">2</span>' in drawn

    def test_nothing_to_say_is_said(self):
        drawn = patient_rows([patient_row()])
        assert drawn.count("–") == 2
        assert "None lately" in drawn
        assert '<td class="number">0</td>' in drawn

    def test_concerns_carry_an_icon_beside_the_color(self):
        tags = (Tag("act", "1 major"), Tag("watch", "2 missed"))
        drawn = patient_rows([patient_row(tags=tags, proposed="Run")])
        assert f'<span class="tag act">{symbol("exclamation-octagon")}1 major' in drawn
        assert f'<span class="tag watch">{symbol("exclamation-triangle")}2 mis' in drawn
        assert 'title="Proposed: Run"' in drawn

    def test_the_course_has_its_figures_and_scores_a_line_with_words(self):
        line = trend((60.0, 80.0), width=100, height=30, margin=4)
        words = CourseWords("good", "arrow-up-right", "improving", "60 → 80")
        row = patient_row(course=words, spark=line, spark_words="Scores: 60, 80")
        drawn = patient_rows([row])
        assert "improving" in drawn
        assert "60 → 80" in drawn
        assert f'points="{line.points}"' in drawn
        assert 'aria-label="Scores: 60, 80"' in drawn

    def test_names_and_titles_are_no_markup(self):
        row = patient_row(
            person=User(full_name=NASTY), proposed=NASTY, tags=(Tag("act", NASTY),)
        )
        drawn = patient_rows([row])
        assert NASTY not in drawn
        assert drawn.count(SAFE) == 4  # the name, the tag, the phase and its title


class TestMembers:
    def test_a_patient_without_a_therapist_is_pointed_out(self):
        assert "Nobody" in members(member())
        assert "Nobody" not in members(member(is_patient=False))

    def test_care_can_be_ended_with_the_page_s_token(self):
        drawn = members(member(care=(Care("Dr Berg", "/end/1/"),)))
        assert 'action="/end/1/"' in drawn
        assert "Dr Berg" in drawn
        assert drawn.count('value="secret"') == 2

    def test_oneself_can_neither_be_closed_nor_changed(self):
        drawn = members(member(close="", change=""))
        assert "/close/" not in drawn
        assert "/change/" not in drawn

    def test_the_last_sign_in_is_a_day(self):
        moment = dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)
        assert "3 Jun 2026" in members(member(signed_in_at=moment))

    def test_names_are_no_markup(self):
        drawn = members(member(name=NASTY, email=NASTY, change_words=NASTY))
        assert NASTY not in drawn


def test_what_rows_draw_by_reference_is_defined_on_their_page(client, db):
    care = CareFactory()
    client.force_login(care.therapist)
    page = client.get(reverse("therapist:patients")).content.decode()
    defined = set(re.findall(r'<symbol id="([^"]+)"', page))
    shapes = {shape for _tone, shape in COURSES.values() if shape}
    assert {f"icon-{shape}" for shape in shapes} <= defined
    client.force_login(ClinicAdminFactory())
    page = client.get(reverse("clinic_admin:people")).content.decode()
    used = set(re.findall(r'<use href="#([^"]+)"', page))
    assert used
    assert used <= set(re.findall(r'<symbol id="([^"]+)"', page))


def test_symbols_are_defined_once_and_drawn_by_reference():
    assert '<symbol id="icon-ladder" viewBox="0 0 16 16"><path' in symbols("ladder")
    assert '<use href="#icon-ladder"/>' in symbol("ladder")
    assert "data-turns" in symbol("arrow-right")
    assert "data-turns" not in symbol("ladder")
