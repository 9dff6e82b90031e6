"""Store what the recognizer found: report, files, rows. Written once, never changed."""

import gzip
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Model
from django.db.models.fields.files import FieldFile

from clinic import recognizer
from clinic.models import Analysis, ExerciseVersion, Finding, Recording, Repetition
from clinic.services import audit, blurring, digests, moments, notices
from clinic.services.leases import Lease, LostLease

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A report, and the names of the stored files that go with it."""

    report: Json
    poses: str
    curves: str
    still: str
    marked: Mapping[moments.Place, str] = field(default_factory=dict)
    blurred: str = ""

    def delete_from(self, storage: Storage) -> None:
        """Delete the files."""
        names = [self.poses, self.curves, self.still, *self.marked.values()]
        for name in filter(None, [*names, self.blurred]):
            storage.delete(name)


def find(analysis: Analysis, video: Path, lease: Lease) -> Found:
    """Run the recognizer on `video` and store its files under this claim."""
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        analyzed = recognizer.analyze(
            video,
            Path(folder),
            exercise=analysis.recording.exercise.code,
            patient=analysis.options.get("patient"),
            rules=analysis.options.get("rules"),
            definition=_definition(analysis),
            on_progress=lease.progress,
        )
        shown = blurring.watchable(analysis, video, analyzed, Path(folder), lease)
        poster = Path(folder) / "still.jpg"
        marked = moments.of_mistakes(analyzed.report, Path(folder))
        stills = [
            recognizer.Still(poster, best_moment(analyzed.report)),
            *marked.values(),
        ]
        recognizer.save_stills(shown, stills, curves=analyzed.curves)
        found = keep(analysis, analyzed, poster, marked)
        return replace(found, blurred=blurring.store(analysis.recording, shown))


def _definition(analysis: Analysis) -> str:
    """Return the file of an own exercise in its version; empty: the catalog's."""
    number = analysis.options.get("version")
    if number is None:
        return ""
    versions = ExerciseVersion.objects.published()
    return versions.get(exercise=analysis.recording.exercise, number=number).definition


def keep(
    analysis: Analysis,
    analyzed: recognizer.Analyzed,
    still: Path,
    marked: moments.Stills = moments.NONE,
) -> Found:
    """Store the files of what was found under this claim."""
    packed = gzipped(analyzed.curves)
    return Found(
        report=analyzed.report,
        poses=_store(analysis, analysis.poses, analyzed.poses),
        curves=_store(analysis, analysis.curves, packed),
        still=_store(analysis.recording, analysis.recording.thumbnail, still),
        marked={
            place: _store(*moments.field_of(analysis), one.target)
            for place, one in marked.items()
        },
    )


def best_moment(report: Json) -> float:
    """Return the peak of the best repetition, else the middle of the video."""
    best = max(
        report["repetitions"],
        key=lambda repetition: repetition["score"] or 0.0,
        default=None,
    )
    moment: float = best["peak_s"] if best else report["video"]["duration_s"] / 2
    return moment


def settle(
    analysis: Analysis, found: Found, lease: Lease, *, tells_patient: bool = True
) -> None:
    """Write report and rows and let go of the claim, all or nothing.

    The patient is told of the first result of a recording, not of later versions.

    Raises:
        LostLease: another worker took over; the files of this one are deleted.
    """
    try:
        with transaction.atomic():
            _write(analysis, found, lease)
            if tells_patient and _is_first(analysis):
                notices.of_result(analysis.recording, now=lease.clock())
    except LostLease:
        found.delete_from(analysis.poses.storage)
        raise


def _is_first(analysis: Analysis) -> bool:
    return not analysis.recording.analyses.exclude(pk=analysis.pk).exists()


def _write(analysis: Analysis, found: Found, lease: Lease) -> None:
    recording = analysis.recording
    others = Analysis.objects.filter(recording=recording).exclude(pk=analysis.pk)
    others.update(is_current=False)
    lease.settle(
        status=Analysis.Status.DONE,
        stage=Analysis.Stage.DONE,
        percent=100,
        is_current=True,
        report=found.report,
        poses=found.poses,
        curves=found.curves,
    )
    _replace_still(recording, found)
    for repetition in found.report["repetitions"]:
        _write_repetition(analysis, repetition, found.marked)
    digests.refresh(recording)
    audit.record(
        action="analysis.done",
        about=analysis,
        by=None,
        now=lease.clock(),
        clinic=recording.clinic,
        pipeline=analysis.pipeline_version,
        attempts=analysis.attempts,
    )


def _replace_still(recording: Recording, found: Found) -> None:
    earlier, storage = recording.thumbnail.name, recording.thumbnail.storage
    Recording.objects.filter(pk=recording.pk).update(
        duration_s=found.report["video"]["duration_s"],
        thumbnail=found.still,
        **blurring.replace(recording, found.blurred),
    )
    if earlier:
        transaction.on_commit(partial(storage.delete, earlier), robust=False)


def _write_repetition(
    analysis: Analysis, reported: Json, stills: Mapping[moments.Place, str]
) -> None:
    repetition = Repetition.objects.create(
        analysis=analysis,
        index=reported["index"],
        start_s=reported["start_s"],
        peak_s=reported["peak_s"],
        end_s=reported["end_s"],
        side=reported["side"],
        score=reported["score"],
        parts=reported.get("parts") or {},
        measures=reported["measures"],
    )
    Finding.objects.bulk_create(
        _finding(repetition, finding, stills.get((reported["index"], number), ""))
        for number, finding in enumerate(reported["findings"])
    )


def _finding(repetition: Repetition, reported: Json, still: str) -> Finding:
    required = ("mistake", "severity", "confidence", "joint", "side", "phase")
    evidence = ("time_s", "value", "expected", "unit", "message")
    words = ("name", "clinical")
    optional = (*words, "uncertainty", "penalty", "expected_low", "expected_high")
    columns = {name: reported[name] for name in required + evidence}
    columns |= {name: reported[name] for name in optional if name in reported}
    columns |= {"source": Finding.Source.AUTOMATIC, "still": still}
    return Finding(repetition=repetition, **columns)


def gzipped(path: Path) -> Path:
    """Return the path of a gzipped copy beside `path`."""
    packed = path.with_name(f"{path.name}.gz")
    with path.open("rb") as plain, gzip.open(packed, "wb", compresslevel=6) as target:
        shutil.copyfileobj(plain, target)
    return packed


def _store(row: Model, file: FieldFile, path: Path) -> str:
    with path.open("rb") as content:
        name = file.field.generate_filename(row, path.name)
        return str(file.storage.save(name, File(content)))
