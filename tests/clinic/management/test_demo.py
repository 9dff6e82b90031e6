"""The demo fills itself once, through the services, and says what came out."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail

from clinic import access, selectors
from clinic.management import demo_clinic, tour
from clinic.management.demo_clinic import (
    KNEE,
    NEWCOMER,
    TREATED_BY_FIRST,
    TREATED_BY_SECOND,
)
from clinic.models import Clinic, Finding, Plan, Recording, Repetition, User
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def filled(settings: LazySettings, tmp_path: Path, db, now, enqueued):
    settings.STATE_DIR = tmp_path
    assert demo_clinic.ensure(now)


def test_there_are_one_admin_two_therapists_and_seven_patients(filled) -> None:
    roles = [user.role for user in User.objects.order_by("role")]

    assert roles == ["clinic_admin", *["patient"] * 7, *["therapist"] * 2]


def test_a_second_start_changes_nothing(filled, now) -> None:
    plans = Plan.objects.count()

    assert not demo_clinic.ensure(now)

    assert Clinic.objects.count() == 1
    assert Plan.objects.count() == plans > 7


def test_every_login_opens_with_the_printed_password(filled) -> None:
    for person in demo_clinic.PEOPLE:
        assert demo_clinic.user(person).check_password(demo_clinic.password())


def test_the_password_is_not_the_same_everywhere(
    settings: LazySettings, tmp_path: Path
) -> None:
    seen = set()
    for name in ("one", "two"):
        settings.STATE_DIR = tmp_path / name
        settings.STATE_DIR.mkdir()
        seen |= {demo_clinic.password(), demo_clinic.password()}

    assert len(seen) == 2
    assert all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", each) for each in seen)


def test_everybody_has_something_to_do_and_somebody_in_charge(filled, now) -> None:
    for person in (*TREATED_BY_FIRST, *TREATED_BY_SECOND):
        patient = demo_clinic.user(person)
        assert patient.care_received.exists()
        assert Plan.objects.running_on(now.date()).filter(patient=patient).exists()


def test_only_the_newcomer_is_still_to_be_asked_for_consent(filled) -> None:
    assert selectors.has_consented(demo_clinic.user(KNEE))
    assert not selectors.has_consented(demo_clinic.user(NEWCOMER))


@pytest.mark.django_db(transaction=True)
def test_the_outbox_holds_one_invitation_to_answer(
    settings: LazySettings, tmp_path: Path, now, enqueued
) -> None:
    settings.STATE_DIR = tmp_path

    demo_clinic.ensure(now)

    assert [letter.to for letter in mail.outbox] == [[demo_clinic.INVITED.email]]


def test_an_exercise_outside_the_plan_is_prescribed_for_a_video_of_ones_own(
    filled, now
) -> None:
    wanted = demo_clinic.prescription(KNEE, "push_up", now)

    assert wanted.plan.title == demo_clinic.OWN_VIDEO
    assert access.can_upload(demo_clinic.user(KNEE), wanted)
    assert demo_clinic.prescription(KNEE, "push_up", now) == wanted


def test_the_same_film_is_sent_once_and_again_only_after_it_failed(
    filled, now, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 64)
    film = tour.Film(path, "squat", KNEE, now)

    first = tour.send(film, now)
    assert tour.send(film, now) == first

    first.analyses.update(
        status="failed", failure_code="unreadable", finished_at=now, claim=None
    )
    assert tour.send(film, now) != first
    assert Recording.objects.present().count() == 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (90, None, "insufficient depth (78 deg, expected at least 90)"),
        (None, 20, "insufficient depth (78 deg, expected at most 20)"),
        (80, 100, "insufficient depth (78 deg, expected 80 to 100)"),
        (None, None, "insufficient depth (78 deg)"),
    ],
)
def test_a_finding_is_told_with_value_and_expectation(
    low: float | None, high: float | None, expected: str
) -> None:
    finding = Finding(
        repetition=Repetition(),
        mistake="insufficient_depth",
        value=78.4,
        unit="deg",
        expected_low=low,
        expected_high=high,
    )

    assert tour._in_words(finding) == expected


@pytest.mark.slow
@pytest.mark.media
def test_the_whole_demo_runs_stops_and_starts_again(tmp_path: Path) -> None:
    film = tmp_path / "squats.mp4"
    from recognition.simulation.sample import render_squats

    render_squats(film, repetitions=2)

    first, _ = run_demo(tmp_path, film)
    second, seconds = run_demo(tmp_path, film)

    assert "squat: 2 repetitions" in first
    assert re.search(r"Finding your movement: \d+ s", first)
    assert "maria@repwise.example" in first
    # The result is there: nothing is analyzed a second time.
    assert "Finding your movement" not in second
    assert "squat: 2 repetitions" in second
    password = re.search(r"password of every login: (\S+)", first)
    assert password
    assert password.group() in second
    assert seconds < 60


def run_demo(folder: Path, film: Path) -> tuple[str, float]:
    """Run the demo until it names its address, press Ctrl-C, return what it printed."""
    environment = {
        **os.environ,
        "REPWISE_STATE_DIR": str(folder / "state"),
        "XDG_RUNTIME_DIR": str(folder),
        "OMP_NUM_THREADS": "1",
    }
    environment.pop("CELERY_BROKER_URL", None)
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "demo", "--port", str(free_port())]
    started = time.monotonic()
    with subprocess.Popen(
        [*command, "--video", str(film), "--exercise", "squat"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as demo:
        printed = ""
        assert demo.stdout is not None
        for line in demo.stdout:
            printed += line
            if line.startswith("Ctrl-C stops it"):
                seconds = time.monotonic() - started
                demo.send_signal(signal.SIGINT)
        status = demo.wait(timeout=60)
    assert status == 0, printed
    assert "Stopped." in printed
    assert survivors(folder) == []
    return printed, seconds


def survivors(folder: Path) -> list[str]:
    """Return the command lines of processes that still use the demo's state."""
    mark = f"REPWISE_STATE_DIR={folder / 'state'}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found
