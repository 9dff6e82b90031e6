"""Own exercises in every state that their page has, for seeds: learned for real."""

import datetime as dt
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile

from clinic import exercise_learning, recognizer
from clinic.models import Exercise, ExerciseVersion, Reference, User
from clinic.recognizer import Session
from clinic.services import own_exercises, results
from recognition import learning, poses

NAME = "Stand up slowly"
SESSION = Session("sit_to_stand", person=3, seed=5, repetitions=4, yaw_deg=90.0)
# As `recognition.errors.NothingToLearn` says it.
NOTHING = {
    "failure_code": "nothing_to_learn",
    "failure_message": "No joint moves far enough to be measured from here.",
    "failure_what_to_do": "Record three to five equal repetitions of the movement.",
}


def make(author: User, now: dt.datetime, *, filmed: bool) -> dict[str, str]:
    """Return the ids of versions being learned, failed, published, and of its next.

    With `filmed` the reference can be watched; it takes some seconds to be drawn.
    """
    running = _begun(author, "Reach and turn", now)
    ExerciseVersion.objects.filter(pk=running.pk).update(
        status="running", stage="pose", percent=47, claim=running.public_id,
        claimed_at=now, started_at=now, attempts=1,
        lease_until=now + dt.timedelta(days=365),
    )  # fmt: skip
    failed = _begun(author, "Small circles", now)
    ExerciseVersion.objects.filter(pk=failed.pk).update(
        status="failed", finished_at=now, attempts=1, **NOTHING
    )
    published = _published(author, now, filmed=filmed)
    # Not by the service, which would ask a worker that no seed has.
    following = ExerciseVersion(
        exercise=published.exercise, number=2, reference=published.reference,
        drafted_by=author, drafted_at=now, queued_at=now,
    )  # fmt: skip
    _tried(following, published.reference, now)
    made = {"running": running, "failed": failed}
    made |= {"published": published, "next": following}
    return {f"own_{name}": str(version.public_id) for name, version in made.items()}


def _begun(author: User, name: str, now: dt.datetime) -> ExerciseVersion:
    """Return a draft whose video was not looked at."""
    exercise = Exercise.objects.create(
        clinic=author.clinic,
        code=f"own_{name.split()[0].lower()}",
        name=name,
        is_offered=False,
    )
    reference = Reference.objects.create(
        exercise=exercise, uploaded_by=author, uploaded_at=now, shown="self",
        size_bytes=1,
    )  # fmt: skip
    return ExerciseVersion.objects.create(
        exercise=exercise, number=1, reference=reference,
        drafted_by=author, drafted_at=now, queued_at=now,
    )  # fmt: skip


def _published(author: User, now: dt.datetime, *, filmed: bool) -> ExerciseVersion:
    """Return a version that was learned from a simulated reference, and published."""
    version = _begun(author, NAME, now)
    reference = version.reference
    with tempfile.TemporaryDirectory() as folder:
        seen = recognizer.simulate(SESSION, Path(folder)).analyzed.poses
        signals = learning.choices(
            poses.load(seen), name=NAME, code=version.exercise.code
        )
        reference.poses.save("poses.npz", ContentFile(seen.read_bytes()), save=False)
        if filmed:
            film = recognizer.film(SESSION, Path(folder, "film.mp4"))
            reference.playback.save("p.mp4", ContentFile(film.read_bytes()), save=False)
    first = next(one for one in signals if one["definition"])
    reference.learned, reference.signals = first["definition"], signals
    reference.takes, reference.motion = first["takes"], first["motion"]
    reference.save()
    _tried(version, reference, now)
    own_exercises.publish(by=author, version=version, now=now)
    version.refresh_from_db()
    return version


def _tried(version: ExerciseVersion, reference: Reference, now: dt.datetime) -> None:
    """Judge the reference by `version`, as a worker does."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "given.npz")
        with reference.poses.open("rb") as stored:
            copy.write_bytes(stored.read())
        tried = exercise_learning.try_out(
            copy, Path(folder), definition=reference.learned
        )
        curves = results.gzipped(tried.curves).read_bytes()
    version.curves.save("curves.json.gz", ContentFile(curves), save=False)
    version.report, version.definition = tried.report, reference.learned
    version.status, version.finished_at = "done", now
    version.stage, version.percent = "done", 100
    version.save()
    reference.duration_s = tried.report["video"]["duration_s"]
    reference.save(update_fields=["duration_s"])
