"""No page says anything in English to who reads another language.

Every text stands in brackets in the language of these tests: what is outside of them
on a page was not given to translate. People and their words are written in Cyrillic.
"""

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR

from clinic import wording
from clinic.models import Exercise
from clinic.services import accounts, digests, exercises
from tests import factories
from tests.browser.pages import READERS
from tests.clinic.wording import languages

pytestmark = pytest.mark.django_db
SHOWN = {"aria-label", "title", "placeholder", "alt", "label", "content"}
# What is written in a text area are people's words.
SILENT = {"script", "style", "kbd", "head", "textarea"}
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
# Labels of allauth's forms, which it translates in the languages that it knows.
OF_ALLAUTH = {"Email", "address", "Password", "Remember", "Me"}
# Pages made of allauth's own words, and of the names that actions have in exports.
# Own exercises are learned from a video, which takes too long here.
OF_OTHERS = (
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/clinic/audit/",
    "/therapist/library/own/",
)
# Places name time zones, and the database of zones names them for all.
PLACES = re.compile(r'<select name="time_zone".*?</select>', re.DOTALL)
# Names, and what Django itself translates in languages that it knows.
ALLOWED = {
    *(
        "Repwise",
        "MP",
        "MOV",
        "WebM",
        "English",
        "Test",
        "CSV",
        "PNG",
        "SVG",
        "MB",
        "GB",
        "KB",
    ),
    *(
        str(name).capitalize()
        for names in (MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR)
        for name in names.values()
    ),
}
REPORT = {
    "schema": 1,
    "video": {"duration_s": 12.0, "width": 720, "height": 1280},
    "view": {"name": "left"},
    "summary": {"score": 74.0, "parts": {"range": 90.0, "control": 90.0}},
    "attempts": [
        {
            "start_s": 10.0,
            "end_s": 11.0,
            "reason": "The movement was too small to count as a repetition.",
        }
    ],
    "warnings": [
        {"code": "dark", "message": "The picture is dark; more light gives more."},
        {
            "code": "other_people",
            "message": "2 people are in the picture; the one who exercises was judged.",
        },
    ],
}
MEASURES = [
    {
        "name": "knee_flexion_peak",
        "label": "Knee bend at the lowest point",
        "value": 71.0,
        "unit": "deg",
        "side": "left",
    },
    {
        "name": "knee_separation",
        "label": "Distance of the knees over that of the ankles",
        "value": None,
        "unit": "leg lengths",
        "reason": "left knee hidden",
    },
]


class Visible(HTMLParser):
    """Everything on a page that a person sees, hears or is told by a script."""

    def __init__(self):
        super().__init__()
        self.said, self._silent = [], []

    def handle_starttag(self, tag, attributes):
        if tag in SILENT:
            self._silent.append(tag)
        said = [text for name, text in attributes if is_shown(name, dict(attributes))]
        self.said += [text for text in said if text]

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, text):
        if not self._silent:
            self.said.append(text)


def is_shown(name, attributes):
    is_word = name.startswith("data-word") and name != "data-words"
    return name in SHOWN - {"content"} or is_word


def untranslated(page):
    """What stands outside of brackets and is made of letters."""
    parser = Visible()
    parser.feed(PLACES.sub("", page))
    scripts = re.findall(r'id="upload-words"[^>]*>([^<]*)<', page)
    told = [text for one in scripts for text in texts_in(json.loads(one))]
    # In one piece: a sentence may have a word in bold.
    return sorted(set(letters(" ".join(parser.said + told))))


def texts_in(value):
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_in(one)]
    return [value] if isinstance(value, str) else []


def letters(text):
    before = None
    while before != text:
        before, text = text, BRACKETED.sub(" ", text)
    # An address of mail, and a clock's a.m. are no words.
    text = re.sub(r"\S+@\S+", " ", text)
    found = re.findall(r"[A-Za-z][A-Za-z'’-]+", text)
    return [word for word in found if word not in ALLOWED]


@pytest.fixture(autouse=True)
def _reads_brackets(speaks, template, tmp_path):
    speaks(languages.bracketed(tmp_path / "locale", template))
    wording.forget()
    yield
    wording.forget()


@pytest.fixture
def patient(now):
    exercises.sync_catalog()
    clinic = factories.ClinicFactory(name="Клиника")
    patient = factories.PatientFactory(
        full_name="Анна", language=languages.CODE, clinic=clinic
    )
    factories.ConsentFactory(patient=patient)
    therapist = factories.TherapistFactory(
        full_name="Иван", language=languages.CODE, clinic=clinic
    )
    factories.CareFactory(patient=patient, therapist=therapist)
    factories.MessageFactory(patient=patient, sender=therapist, text="Хорошо.")
    return patient


@pytest.fixture
def prescription(patient):
    return factories.PrescriptionFactory(
        plan__patient=patient,
        plan__prescribed_by=patient.care_received.get().therapist,
        plan__title="План",
        exercise=Exercise.objects.get(code="squat"),
        note="Медленно.",
    )


@pytest.fixture
def recordings(prescription, now):
    def recorded(hours, **analysis):
        at = now - dt.timedelta(hours=hours)
        recording = factories.RecordingFactory(
            patient=prescription.plan.patient,
            prescription=prescription,
            recorded_at=at,
            uploaded_at=at,
        )
        return factories.AnalysisFactory(recording=recording, **analysis)

    done = recorded(50, done=True, report=REPORT)
    judged(done)
    failure = {
        "failure_message": "There is nobody at the point that was clicked.",
        "failure_what_to_do": "Record with one person in the picture.",
    }
    return {
        "done": done.recording,
        "failed": recorded(4, failed=True, **failure).recording,
        "running": recorded(1, running=True, stage="pose", percent=47).recording,
    }


def judged(analysis):
    [mistake, *_] = analysis.recording.exercise.mistakes
    for index, severity in enumerate(["", "minor", "major"], start=1):
        repetition = factories.RepetitionFactory(
            analysis=analysis,
            index=index,
            start_s=2.0 * index,
            peak_s=2.0 * index + 1,
            end_s=2.0 * index + 2,
            measures=MEASURES,
        )
        if severity:
            factories.FindingFactory(
                repetition=repetition,
                severity=severity,
                mistake=mistake["code"],
                name=mistake["name"],
                message=mistake["cue"],
                clinical=mistake["clinical"],
                phase="bottom",
                uncertainty=5.0,
            )


def page_of(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.content.decode()
    assert f'<html lang="{languages.CODE}"' in page
    return page


@pytest.fixture
def readers(patient, prescription, recordings, now):
    """People who read the language, by what `pages` calls them; None: a visitor."""
    how = {"language": languages.CODE, "clinic": patient.clinic}
    careful = factories.TherapistFactory(full_name="Пётр", **how)
    return {
        "patient": patient,
        "newcomer": factories.PatientFactory(full_name="Мария", **how),
        "therapist": patient.care_received.get().therapist,
        "careful": careful,
        "admin": factories.ClinicAdminFactory(full_name="Ольга", **how),
        "visitor": None,
    }


@pytest.fixture
def gaps(patient, prescription, recordings, readers, now):
    """What the addresses of pages name."""
    invited = accounts.invite(
        by=readers["admin"],
        email="t@example.org",
        full_name="Том",
        role="patient",
        now=timezone.now(),
    )
    ids = {name: str(one.public_id) for name, one in recordings.items()}
    return {
        **ids,
        "reviewed": ids["done"],
        "invitation": invited.token,
        "patient_id": str(patient.public_id),
        "plan_id": str(prescription.plan.public_id),
        "prescription_id": str(prescription.public_id),
        "therapist_id": str(readers["therapist"].public_id),
    }


@pytest.mark.parametrize("who", READERS)
def test_every_page_is_all_in_the_language_of_its_reader(client, readers, gaps, who):
    if reader := readers[who]:
        client.force_login(reader)
    else:
        client.post("/language/", {"language": languages.CODE})
    allowed = OF_ALLAUTH if who == "visitor" else set()
    found = {}
    for address in READERS[who].addresses:
        if address.startswith(OF_OTHERS):
            continue
        page = client.get(address.format(**gaps)).content.decode()
        assert f'<html lang="{languages.CODE}"' in page, address
        if said := set(untranslated(page)) - allowed:
            found[address] = said
    assert found == {}


def test_a_mail_is_written_in_the_language_of_its_reader(client, patient, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": patient.email})

    [mail] = mailoutbox
    words = re.sub(r"https?://\S+", "", f"{mail.subject} {mail.body}")
    assert "⟦" in mail.subject
    assert letters(words) == []


def test_the_test_itself_sees_what_was_not_given_to_translate():
    page = '<p title="Press me">⟦Sit ⟦lower⟧⟧ <b>now</b></p><script>var x</script>'

    assert untranslated(page) == ["Press", "me", "now"]


def weeks_of(prescription):
    """Record over weeks: both sides, two versions, pain, a comment."""
    both = [
        {"name": "range_of_motion", "side": side, "value": 60.0, "unit": "deg",
         "uncertainty": 9.0}
        for side in ("left", "right")
    ]  # fmt: skip
    for days, version in [(30, "1"), (20, "2"), (10, "2"), (1, "2")]:
        at = timezone.now() - dt.timedelta(days=days)
        recording = factories.RecordingFactory(
            patient=prescription.plan.patient,
            prescription=prescription,
            recorded_at=at,
            uploaded_at=at,
        )
        analysis = factories.AnalysisFactory(
            recording=recording, done=True, report=REPORT, pipeline_version=version
        )
        factories.RepetitionFactory(analysis=analysis, index=1, measures=both)
        factories.SelfReportFactory(prescription=prescription, reported_at=at)
        digests.refresh(recording)
    factories.CommentFactory(recording=recording, written_at=at, text="Ниже.")


def test_progress_is_all_in_the_language_of_its_reader(client, prescription):
    weeks_of(prescription)
    patient = prescription.plan.patient
    therapist = patient.care_received.get().therapist
    own = page_of(client, patient, reverse("patient:progress"))
    address = reverse("therapist:progress", args=[patient.public_id])
    theirs = page_of(client, therapist, address)

    assert "plot" in own
    assert "plot" in theirs
    assert (untranslated(own), untranslated(theirs)) == ([], [])
