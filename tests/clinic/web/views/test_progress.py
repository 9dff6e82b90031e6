"""Progress: of a patient's own, of a therapist's patient, and as files."""

import csv
import datetime as dt
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from clinic.models import AuditEvent, RecordingDigest
from clinic.services import digests
from tests.clinic import bulk
from tests.factories import (
    AnalysisFactory,
    CommentFactory,
    ConsentFactory,
    ExerciseFactory,
    PatientFactory,
    PrescriptionFactory,
    RecordingFactory,
    RepetitionFactory,
    SelfReportFactory,
    TherapistFactory,
)

OWN = "patient:progress"


def rom(side, value):
    return {
        "name": "range_of_motion", "side": side, "value": value,
        "unit": "deg", "uncertainty": 10.0,
    }  # fmt: skip


def recorded(prescription, *, days, score=80.0, measures=(), version="0.1.0"):
    moment = timezone.now() - dt.timedelta(days=days)
    recording = RecordingFactory(
        patient=prescription.plan.patient,
        prescription=prescription,
        recorded_at=moment,
        uploaded_at=moment,
    )
    report = {"schema": 1, "summary": {"score": score}}
    analysis = AnalysisFactory(
        recording=recording, done=True, report=report, pipeline_version=version
    )
    RepetitionFactory(analysis=analysis, index=1, measures=list(measures))
    digests.refresh(recording)
    return recording


def prescribed(patient, **exercise):
    return PrescriptionFactory(
        plan__patient=patient,
        plan__starts_on=timezone.localdate() - dt.timedelta(days=35),
        **{f"exercise__{key}": value for key, value in exercise.items()},
    )


class TestOwnPage:
    @pytest.fixture
    def patient(self, client, db):
        patient = PatientFactory(full_name="Maria Lindgren", time_zone="UTC")
        ConsentFactory(patient=patient)
        client.force_login(patient)
        return patient

    def shown(self, client):
        return client.get(reverse(OWN)).context["page"]

    def test_a_clear_change_is_named_and_one_within_the_error_is_not(
        self, client, patient
    ):
        squat, lunge = prescribed(patient), prescribed(patient, code="lunge", name="L")
        for days, value in [(30, 40.0), (20, 40.0), (10, 80.0), (2, 80.0)]:
            recorded(squat, days=days, measures=[rom("left", value)])
            recorded(lunge, days=days + 0.1, measures=[rom("left", 70 + value / 20)])
        more, same = (one.courses[0] for one in self.shown(client).exercises)
        assert more.said == "You move further: from about 40° to 80°."
        assert same.said == "You move about the same as before: 74°."
        assert (more.tone, same.tone) == ("good", "")

    def test_every_chart_has_words_and_a_table(self, client, patient):
        squat = prescribed(patient)
        for days in (20, 10, 1):
            recorded(squat, days=days, measures=[rom("left", 50.0)])
            SelfReportFactory(
                prescription=squat, pain=2,
                reported_at=timezone.now() - dt.timedelta(days=days),
            )  # fmt: skip
        text = client.get(reverse(OWN)).content.decode()
        charts = text.count('class="plot"')
        assert charts == 3  # range, score, pain
        assert text.count("<summary>As a table") == charts + 1  # and the weeks
        for course in (*self.shown(client).exercises[0].courses,):
            assert course.rows
            assert f'aria-label="{course.said}"' in text

    def test_the_exercise_recorded_last_comes_first(self, client, patient):
        squat = prescribed(patient)
        lunge = prescribed(patient, code="lunge", name="Lunge")
        for prescription, days in [(lunge, 9), (squat, 5), (lunge, 7)]:
            recorded(prescription, days=days)
        names = [one.name for one in self.shown(client).exercises]
        assert names == ["Squat", "Lunge"]

    def test_two_versions_are_two_lines_and_the_change_is_marked(self, client, patient):
        squat = prescribed(patient)
        for days, version in [(30, "1"), (25, "1"), (10, "2"), (3, "2")]:
            recorded(
                squat, days=days, version=version, measures=[rom("left", 9 * days)]
            )
        [exercise] = self.shown(client).exercises
        chart = exercise.courses[0].chart
        assert [line.kind for line in chart.lines] == ["older", "now"]
        assert [mark.sign for mark in chart.marks] == ["V"]
        assert exercise.older == 2
        assert "90°" in exercise.courses[0].said  # compared within the newest alone

    def test_weeks_count_and_make_a_row(self, client, patient):
        squat = prescribed(patient)
        monday = timezone.localdate() - dt.timedelta(
            days=timezone.localdate().weekday()
        )
        ago = (timezone.localdate() - monday).days
        for day in (1, 2, 3, 4, 8, 9, 10, 11):  # of the two weeks before
            recorded(squat, days=ago + day)
        page = self.shown(client)
        assert [week.done for week in page.weeks[-3:-1]] == [4, 4]
        assert page.streak.in_a_row == 2

    def test_says_what_to_do_when_there_is_nothing_yet(self, client, patient):
        text = client.get(reverse(OWN)).content.decode()
        assert "Nothing to compare yet" in text

    def test_costs_no_more_queries_with_many_recordings(
        self, client, patient, django_assert_max_num_queries
    ):
        squat = prescribed(patient)
        bulk.recordings([patient], 200, now=timezone.now())
        assert squat.recordings.count() == 200
        with django_assert_max_num_queries(12):
            client.get(reverse(OWN))


class TestWeekOnToday:
    @pytest.fixture
    def patient(self, client, db):
        patient = PatientFactory(time_zone="UTC")
        client.force_login(patient)
        return patient

    def test_shows_seven_days_the_goal_and_what_is_done(self, client, patient):
        squat = prescribed(patient)
        recorded(squat, days=0)
        week = client.get(reverse("patient:today")).context["week"]
        [today] = [day for day in week.days if day.is_today]
        assert (len(week.days), today.state, week.planned) == (7, "done", 7)
        assert week.done == 1
        assert week.goal == "6 more exercises reach your goal for this week."

    def test_without_a_plan_there_is_no_week(self, client, patient):
        text = client.get(reverse("patient:today")).content.decode()
        assert "week-title" not in text


class TestTherapistsPage:
    def address(self, patient, **query):
        return reverse("therapist:progress", args=[patient.public_id], query=query)

    def trends(self, client, patient, **query):
        page = client.get(self.address(patient, **query)).context["page"]
        return {trend.key: trend for trend in page.trends}

    def test_shows_every_quantity_with_figures_and_a_table(self, client, patient):
        squat = prescribed(patient)
        for days, value in [(30, 40.0), (20, 40.0), (10, 80.0), (2, 80.0)]:
            both = [rom("left", value), rom("right", value + 2)]
            recorded(squat, days=days, measures=both)
        SelfReportFactory(prescription=squat, pain=3, reported_at=timezone.now())
        found = self.trends(client, patient)
        assert set(found) == {"range", "score", "symmetry", "tempo", "pain"}
        assert (found["range"].verdict, found["range"].tone) == ("Improved", "good")
        assert "41° → 81° since the start" in found["range"].figures
        assert [line.kind for line in found["range"].chart.lines] == ["left", "right"]
        assert found["range"].chart.level is not None
        assert len(found["range"].rows) == 4
        assert found["pain"].chart is None  # one report makes no line

    def test_marks_what_happened(self, client, patient):
        squat = prescribed(patient)
        one, _other = (recorded(squat, days=days) for days in (9, 5))
        CommentFactory(recording=one, written_at=timezone.now(), text="Lower.")
        page = client.get(self.address(patient)).context["page"]
        assert {event.sign for event in page.events} == {"P", "C"}
        signs = {mark.sign for mark in page.trends[0].chart.marks}
        assert signs == {"P", "C"}

    def test_two_sessions_are_compared_with_their_errors(self, client, patient):
        squat = prescribed(patient)
        low, high, higher = (
            recorded(squat, days=days, measures=[rom("left", value)])
            for days, value in [(9, 40.0), (5, 80.0), (1, 85.0)]
        )
        ids = {"first": high.public_id, "second": higher.public_id}
        between = client.get(self.address(patient, **ids)).context["page"].between
        assert (between.lines[0].difference, between.lines[0].verdict) == (
            "+5°", "About the same",
        )  # fmt: skip
        for recording, pain in [(low, 5), (higher, 4)]:
            SelfReportFactory(
                prescription=squat, recording=recording, moment="after", pain=pain,
                reported_at=recording.recorded_at,
            )  # fmt: skip
        between = client.get(self.address(patient)).context["page"].between
        assert between.first.public_id == low.public_id
        assert (between.lines[-1].title, between.lines[-1].verdict) == (
            "Pain", "About the same",
        )  # fmt: skip
        assert between.lines[0].verdict == "Improved"

    def test_sessions_of_two_versions_are_not_compared(self, client, patient):
        squat = prescribed(patient)
        for days, version in [(9, "1"), (5, "2")]:
            recorded(squat, days=days, version=version, measures=[rom("left", 50.0)])
        between = client.get(self.address(patient)).context["page"].between
        assert {line.verdict for line in between.lines} == {"Not compared"}
        assert "1 and 2" in between.warning

    def test_left_and_right_are_compared_in_words(self, client, patient):
        squat = prescribed(patient)
        recorded(squat, days=1, measures=[rom("left", 40.0), rom("right", 90.0)])
        page = client.get(self.address(patient)).context["page"]
        assert page.sides.endswith("right moves further.")

    def test_another_exercise_and_time_can_be_chosen(self, client, patient):
        recorded(prescribed(patient), days=1)
        recorded(prescribed(patient, code="lunge", name="Lunge"), days=60)
        assert client.get(self.address(patient)).context["chosen"].code == "squat"
        longer = client.get(self.address(patient, exercise="lunge", weeks="12"))
        assert longer.context["chosen"].code == "lunge"
        strange = client.get(self.address(patient, exercise="x", weeks="many"))
        assert strange.context["chosen"].code == "squat"

    def test_without_recordings_it_says_where_to_look(self, client, patient):
        assert "Look back a year" in client.get(self.address(patient)).content.decode()

    def test_a_look_is_audited_once(self, client, patient, therapist):
        for _ in range(2):
            client.get(self.address(patient))
        seen = AuditEvent.objects.about("user", patient.public_id)
        assert [event.actor for event in seen.filter(action="progress.viewed")] == [
            therapist
        ]

    def test_costs_no_more_queries_with_many_recordings(
        self, client, patient, django_assert_max_num_queries
    ):
        prescribed(patient)
        bulk.recordings([patient], 200, now=timezone.now())
        with django_assert_max_num_queries(16):
            answer = client.get(self.address(patient, weeks="52"))
        assert len(answer.context["page"].trends) == 4


class TestFiles:
    def csv_of(self, client, patient):
        address = reverse("therapist:progress_csv", args=[patient.public_id])
        return client.get(address)

    def picture(self, client, patient, key="range"):
        names = [patient.public_id, key]
        return client.get(reverse("therapist:progress_picture", args=names))

    def test_a_table_has_every_session_with_its_error_and_version(
        self, client, patient
    ):
        squat = prescribed(patient)
        recording = recorded(squat, days=1, measures=[rom("left", 40.0)])
        SelfReportFactory(
            prescription=squat, recording=recording, moment="after", pain=4,
            reported_at=recording.recorded_at,
        )  # fmt: skip
        answer = self.csv_of(client, patient)
        (line,) = csv.DictReader(StringIO(answer.content.decode()))
        assert (line["exercise"], line["repetitions"], line["score"]) == (
            "squat", "1", "80.0",
        )  # fmt: skip
        assert (line["range"], line["range_error"]) == ("40.0", "10.0")
        assert line["pain_after"] == "4"
        assert line["pipeline_version"] == "0.1.0"
        assert "Lindgren" not in str(answer.headers) + answer.content.decode()

    def test_no_cell_is_a_formula(self, client, patient):
        recorded(prescribed(patient, code="=1+1", name="Evil"), days=1)
        (line,) = csv.DictReader(
            StringIO(self.csv_of(client, patient).content.decode())
        )
        assert line["exercise"] == "'=1+1"

    def test_a_picture_is_drawn_as_png_as_well(self, client, patient):
        squat = prescribed(patient)
        for days in (9, 1):
            recorded(squat, days=days, measures=[rom("left", 40.0)])
        names = [patient.public_id, "range"]
        address = reverse("therapist:progress_png", args=names)
        answer = client.get(address)
        assert answer["Content-Type"] == "image/png"
        with Image.open(BytesIO(answer.content)) as picture:
            assert (picture.format, picture.size) == ("PNG", (2164, 568))
            colors = picture.convert("RGB").getcolors(100_000)
        assert (15, 118, 110) in {color for _number, color in colors}  # the line
        client.force_login(TherapistFactory())
        assert client.get(address).status_code == 404

    def test_a_picture_is_well_formed_and_names_nobody(self, client, patient):
        squat = prescribed(patient)
        for days in (9, 1):
            recorded(squat, days=days, measures=[rom("left", 40.0)])
        answer = self.picture(client, patient)
        assert answer["Content-Type"].startswith("image/svg+xml")
        ElementTree.fromstring(answer.content)
        assert "Lindgren" not in str(answer.headers) + answer.content.decode()

    def test_what_has_no_chart_has_no_picture(self, client, patient):
        ExerciseFactory()
        assert self.picture(client, patient).status_code == 404
        recorded(prescribed(patient), days=1, measures=[rom("left", 40.0)])
        assert self.picture(client, patient).status_code == 404

    def test_of_somebody_elses_patient_there_is_nothing(self, client, therapist):
        stranger = PatientFactory()
        assert self.picture(client, stranger).status_code == 404
        assert self.csv_of(client, stranger).status_code == 404

    def test_both_are_audited(self, client, patient):
        squat = prescribed(patient)
        for days in (9, 1):
            recorded(squat, days=days, measures=[rom("left", 40.0)])
        self.csv_of(client, patient)
        self.picture(client, patient)
        exported = AuditEvent.objects.filter(action="progress.exported")
        assert exported.count() == 2
        assert RecordingDigest.objects.count() == 2
