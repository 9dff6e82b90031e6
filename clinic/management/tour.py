"""What the demo does by itself: sends videos, says what came out."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from clinic import recognizer
from clinic.management import demo_clinic
from clinic.management.demo_clinic import KNEE, THERAPISTS, Person
from clinic.models import Analysis, Finding, Recording
from clinic.services import recordings, reviews

Say = Callable[[str], None]
Status = Analysis.Status

POLL_S = 0.3
# The first film: all its repetitions, among them a shallow one and two with the knees
# caving in. The others are what the patient sent before.
SAMPLE_REPETITIONS = 8
EARLIER = ((12, 5, 31), (8, 6, 32), (4, 5, 33))  # days ago, repetitions, seed


@dataclass(frozen=True)
class Film:
    """One video of the demo: a file, what it shows, who sends it and when."""

    path: Path
    exercise: str
    sender: Person
    recorded_at: datetime


def sample(repetitions: int, seed: int, on_progress: Callable[[float], None]) -> Path:
    """Return a film of a simulated patient's squats, rendered the first time."""
    folder = settings.STATE_DIR / "films"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path: Path = folder / f"squat-{repetitions}-{seed}.mp4"
    if not path.exists():
        draft = path.with_suffix(".draft.mp4")
        recognizer.render_squats(
            draft, repetitions=repetitions, seed=seed, on_progress=on_progress
        )
        draft.replace(path)
    return path


def send(film: Film, now: datetime) -> Recording:
    """Upload a film as its patient; the same film again is the recording there is.

    One whose analysis failed is deleted and sent again: a new start, a new chance.
    """
    recording = _upload(film, now)
    if _current(recording).status == Status.FAILED:
        recordings.delete(by=recording.patient, recording=recording, now=now)
        recording = _upload(film, now)
    return recording


def _upload(film: Film, now: datetime) -> Recording:
    wanted = demo_clinic.prescription(film.sender, film.exercise, now)
    with film.path.open("rb") as file:
        return recordings.upload(
            by=demo_clinic.user(film.sender),
            prescription=wanted,
            file=UploadedFile(file, film.path.name, size=film.path.stat().st_size),
            now=now,
            recorded_at=film.recorded_at,
        )


def follow(recording: Recording, say: Say) -> Analysis:
    """Wait for the recording's analysis; say each stage, and how long it took."""
    shown, since = "", time.monotonic()
    while (analysis := _current(recording)).is_pending:
        stage = str(Analysis.Stage(analysis.stage).label)
        if shown and stage != shown:
            say(f"  {shown}: {time.monotonic() - since:.0f} s")
            since = time.monotonic()
        shown = stage
        say(f"\r  {stage} ... {analysis.percent} %")
        time.sleep(POLL_S)
    if shown:
        say(f"  {shown}: {time.monotonic() - since:.0f} s")
    return analysis


def _current(recording: Recording) -> Analysis:
    return Analysis.objects.current().get(recording=recording)


def result(analysis: Analysis) -> Iterator[str]:
    """Yield the lines that say what an analysis found, or why it found nothing."""
    if analysis.status == Status.FAILED:
        yield f"  {analysis.failure_message} {analysis.failure_what_to_do}"
        return
    report = analysis.report or {}
    summary = report["summary"]
    score = "no score" if summary["score"] is None else f"score {summary['score']:.0f}"
    counts = (
        _several(summary["repetitions"], "repetition"),
        _several(summary["attempts"], "attempt"),
    )
    yield f"  {report['exercise']['code']}: {', '.join(counts)}, {score} of 100"
    for repetition in analysis.repetitions.order_by("index"):
        score = "-" if repetition.score is None else f"{repetition.score:.0f}"
        found = "; ".join(
            _in_words(each) for each in repetition.findings.order_by("pk")
        )
        yield (
            f"  {repetition.index:>3}  {repetition.start_s:5.1f} to"
            f" {repetition.end_s:5.1f} s  {score:>3}  {found}"
        )
    if cue := summary.get("cue"):
        yield f"  To the patient: {cue}"
    for warning in report["warnings"]:
        yield f"  Note: {warning['message']}"


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _in_words(finding: Finding) -> str:
    text = finding.mistake.replace("_", " ")
    if finding.value is None:
        return text
    value = f"{_short(finding.value)} {finding.unit}".replace(" ratio", "")
    low, high = finding.expected_low, finding.expected_high
    if low is not None and high is not None:
        expected = f"{_short(low)} to {_short(high)}"
    elif low is not None:
        expected = f"at least {_short(low)}"
    elif high is not None:
        expected = f"at most {_short(high)}"
    else:
        return f"{text} ({value})"
    return f"{text} ({value}, expected {expected})"


def _short(value: float) -> str:
    """Write degrees without decimals, ratios with two."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2f}"


def review_earlier(recording: Recording, now: datetime) -> None:
    """Let a therapist finish an earlier recording: verdicts and a note."""
    therapist = demo_clinic.user(THERAPISTS[0])
    found = Finding.objects.filter(
        repetition__analysis__recording=recording, verdicts__isnull=True
    )
    for finding in found:
        reviews.confirm(by=therapist, finding=finding, now=now)
    if not hasattr(recording, "review"):
        reviews.write_note(
            by=therapist,
            recording=recording,
            note="Well controlled. Go a little deeper if it does not hurt.",
            now=now,
        )
    reviews.mark_reviewed(by=therapist, recording=recording, now=now)


def earlier_films(now: datetime) -> Iterator[Film]:
    """Yield the films that the patient sent on earlier days, oldest first."""
    for days, repetitions, seed in EARLIER:
        path = sample(repetitions, seed, lambda _: None)
        yield Film(path, "squat", KNEE, now - timedelta(days=days))


def now() -> datetime:
    """Return the time; the tour is where the demo reads the clock."""
    return timezone.now()
