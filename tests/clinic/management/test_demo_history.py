"""Twelve weeks of sessions: planned from a first day, stored once, reviewed if old."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic import recognizer
from clinic.management import demo_clinic, demo_history
from clinic.management.demo_clinic import DECLINING, KNEE, PAINFUL
from clinic.models import (
    Alert,
    Comment,
    Plan,
    PlanTemplate,
    Prescription,
    Recording,
    SavedView,
    SelfReport,
)
from clinic.recognizer import Session

MONDAY = date(2026, 9, 7)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def silent(line: str) -> None:
    """Say nothing."""


def of(person: demo_clinic.Person, code: str) -> list[demo_history.Entry]:
    return [
        entry
        for entry in demo_history.entries(MONDAY)
        if entry.course.person == person and entry.course.code == code
    ]


def test_the_same_first_day_gives_the_same_history() -> None:
    assert demo_history.entries(MONDAY) == demo_history.entries(MONDAY)


def test_every_session_is_one_of_its_own_and_on_a_prescribed_day() -> None:
    entries = demo_history.entries(MONDAY)

    assert len({entry.session for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.on.isoweekday() in entry.course.days
        assert 0 <= (entry.on - MONDAY).days < demo_clinic.HISTORY_DAYS


@pytest.mark.parametrize("weekday", range(7))
def test_the_history_looks_alike_whatever_the_first_weekday(weekday: int) -> None:
    entries = demo_history.entries(MONDAY + timedelta(days=weekday))

    assert 88 <= len(entries) <= 108


def test_one_gets_better_one_gets_worse_and_one_stops() -> None:
    better = [entry.session.reach for entry in of(KNEE, "squat")]
    worse = [entry.session.reach for entry in of(DECLINING, "marching")]

    assert mean(better[-3:]) - mean(better[:3]) > 0.2
    assert mean(worse[:3]) - mean(worse[-3:]) > 0.2
    last = max(entry.on for entry in of(PAINFUL, "squat"))
    assert (MONDAY - last).days + demo_clinic.HISTORY_DAYS >= 4


@pytest.fixture
def quick(monkeypatch, settings, tmp_path: Path, db, now, enqueued):
    """A filled clinic whose simulator answers at once."""

    def simulate(
        session: Session, folder: Path, rules: object = None
    ) -> recognizer.Simulated:
        folder.mkdir()
        for name in ("poses.npz", "curves.json", "still.jpg"):
            (folder / name).write_text(json.dumps({"seed": session.seed}))
        report = {"schema": 1, "video": {"duration_s": 9.0}, "repetitions": []}
        files = folder / "poses.npz", folder / "curves.json"
        return recognizer.Simulated(
            recognizer.Analyzed(report, *files), folder / "still.jpg"
        )

    def film(session: Session, path: Path) -> Path:
        path.write_text(f"film {session.seed}")
        return path

    settings.STATE_DIR = tmp_path
    two = [demo_history.COURSES[1], demo_history.COURSES[5]]  # storing costs time
    monkeypatch.setattr(demo_history, "COURSES", two)
    monkeypatch.setattr(recognizer, "simulate", simulate)
    monkeypatch.setattr(recognizer, "film", film)
    monkeypatch.setattr(demo_history, "_pool", lambda: ThreadPoolExecutor(1))
    demo_clinic.ensure(now)


def test_a_second_start_adds_nothing_and_an_interrupted_one_the_rest(
    quick, now
) -> None:
    added = demo_history.add(now, silent)
    assert added == Recording.objects.count() > 10
    assert demo_history.add(now, silent) == 0

    Recording.objects.filter(pk__in=Recording.objects.values("pk")[:5]).delete()
    assert demo_history.add(now, silent) == 5


def test_sessions_are_judged_by_what_was_prescribed(quick, now, monkeypatch) -> None:
    judged = []
    plain = recognizer.simulate
    monkeypatch.setattr(
        recognizer,
        "simulate",
        lambda session, folder, rules=None: (
            judged.append((session.exercise, rules)) or plain(session, folder)
        ),
    )
    mine = Prescription.objects.filter(exercise__code="squat")
    mine.update(rules={"targets": {"knee_flexion": 70.0}})

    demo_history.add(now, silent)

    assert {rules.get("targets") for code, rules in judged if code != "squat"} == {None}
    squats = [rules for code, rules in judged if code == "squat"]
    assert squats[0] == {"targets": {"knee_flexion": 70.0}}


def test_what_is_old_was_reviewed_and_what_is_new_waits(quick, now) -> None:
    demo_history.add(now, silent)

    edge = now - timedelta(days=demo_history.REVIEWED_BEFORE_DAYS)
    waiting = Recording.objects.filter(review__isnull=True)
    assert waiting.exists()
    assert not waiting.filter(recorded_at__lt=edge).exists()


def test_some_of_what_was_reviewed_was_answered(quick, now) -> None:
    demo_history.add(now, silent)

    answered = Comment.objects.count()
    reviewed = Recording.objects.filter(review__isnull=False).count()
    assert 0 < answered <= reviewed / 4


def test_every_session_tells_how_it_felt(quick, now) -> None:
    demo_history.add(now, silent)

    told = SelfReport.objects.filter(moment=SelfReport.Moment.AFTER)
    assert told.count() == Recording.objects.count()
    assert not told.filter(pain__isnull=True).exists()


def test_pain_grows_in_the_one_who_stops() -> None:
    pains = [entry.pain for entry in of(PAINFUL, "squat")]

    assert mean(pains[-3:]) - mean(pains[:3]) >= 2


def test_the_progress_is_told(quick, now) -> None:
    told: list[str] = []

    demo_history.add(now, told.append)

    assert told[-1].endswith("100 %")


def test_films_come_newest_first(quick, now) -> None:
    demo_history.add(now, silent)
    newest = Recording.objects.latest("recorded_at")

    assert demo_history.add_films(now) == Recording.objects.count()

    newest.refresh_from_db()
    with newest.playback.open("rb") as film:
        assert film.read().startswith(b"film")
    assert demo_history.add_films(now) == 0


def test_the_clinic_has_changed_plans_a_next_phase_and_ways_to_work(quick, now) -> None:
    plan = Plan.objects.newest().get(patient__email=KNEE.email)
    assert (plan.version, plan.phases.count()) == (2, 1)
    first = plan.replaces
    assert first is not None
    assert first.prescriptions.count() == 1 < plan.prescriptions.count()
    assert PlanTemplate.objects.exists()
    assert SavedView.objects.kept().count() == 2
    assert Alert.objects.open().filter(kind="red_flag").exists()


def test_sessions_belong_to_the_plan_of_their_day(quick, now) -> None:
    demo_history.add(now, silent)

    for recording in Recording.objects.select_related("prescription__plan"):
        prescription = recording.prescription
        assert prescription is not None
        day, plan = recording.recorded_at.date(), prescription.plan
        assert plan.starts_on <= day <= (plan.ends_on or day)
