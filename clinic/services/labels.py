"""Write therapists' verdicts as a training set: poses and labels, no pictures or names.

The folder holds:

* `manifest.json`: `format` ("repwise-labels"), `format_version`, counts, the versions
  of the pipeline that measured, and what each field means.
* `poses/<recording>.npz`: the landmarks of one recording, as `recognition.poses.load`
  reads them (`time_s`, `landmarks`, `world`, `visibility`, `size`).
* `repetitions.jsonl`: one repetition a line, with `recording`, `patient` (the same
  word for the same person: split by it), `exercise`, `pipeline_version`, `poses`
  (the file), `index`, `source`, `start_s`, `peak_s`, `end_s`, `side` and `labels`, a
  list of {"mistake", "present" (true, false, or null where nobody knows),
  "severity", "basis" (verdict, added, review, unjudged)}.

Who is who cannot be told from it: both words are keyed hashes (HMAC-SHA-256) under a
key that is drawn for one export and kept nowhere.
"""

import hashlib
import hmac
import json
import secrets
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from clinic.models import Clinic
from clinic.selectors.labels import LabeledRecording, labeled
from clinic.services import audit
from clinic.services.errors import Refused

FORMAT: Final = "repwise-labels"
FORMAT_VERSION: Final = 1


class FolderNotEmpty(Refused):
    """An earlier export must not be mixed with this one."""

    code = "folder_not_empty"


@dataclass(slots=True)
class Exported:
    """What was written."""

    recordings: int = 0
    repetitions: int = 0
    patients: set[str] = field(default_factory=set)
    versions: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)


def export(*, clinic: Clinic, folder: Path, now: datetime) -> Exported:
    """Write the labels of `clinic` into `folder`, which must be empty or absent.

    Only of patients who agree that their movement teaches the recognition.

    Raises:
        FolderNotEmpty: something is there already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(f"{folder} is not empty.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "poses").mkdir(exist_ok=True)
    key, done = secrets.token_bytes(32), Exported()
    with (folder / "repetitions.jsonl").open("w", encoding="utf-8") as lines:
        for recording in labeled(clinic):
            for line in _written(recording, folder, key, done):
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    manifest = json.dumps(_manifest(done, now), indent=2) + "\n"
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    audit.record(
        action="labels.exported",
        about=clinic,
        by=None,
        now=now,
        recordings=done.recordings,
        repetitions=done.repetitions,
    )
    return done


def _written(
    labeled_one: LabeledRecording, folder: Path, key: bytes, done: Exported
) -> list[dict[str, Any]]:
    """Write the poses of one recording; return its lines."""
    result = labeled_one.result
    assert result.analysis is not None  # noqa: S101  for mypy; `labeled` has looked
    recording = _pseudonym(key, f"recording {result.recording.public_id}")
    patient = _pseudonym(key, f"patient {result.recording.patient.public_id}")
    name = f"poses/{recording}.npz"
    with result.analysis.poses.open("rb") as poses, (folder / name).open("wb") as copy:
        shutil.copyfileobj(poses, copy)
    head = {
        "recording": recording,
        "patient": patient,
        "exercise": result.recording.exercise.code,
        "pipeline_version": result.analysis.pipeline_version,
        "poses": name,
    }
    done.recordings += 1
    done.repetitions += len(labeled_one.repetitions)
    done.patients.add(patient)
    done.versions[result.analysis.pipeline_version] += 1
    for repetition in labeled_one.repetitions:
        done.labels.update(label.basis for label in repetition.labels)
    return [head | repetition.as_json() for repetition in labeled_one.repetitions]


def _pseudonym(key: bytes, what: str) -> str:
    return hmac.new(key, what.encode(), hashlib.sha256).hexdigest()[:16]


def _manifest(done: Exported, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "written_on": now.date().isoformat(),
        "recordings": done.recordings,
        "repetitions": done.repetitions,
        "patients": len(done.patients),
        "pipeline_versions": dict(done.versions),
        "labels_by_basis": dict(done.labels),
        "split_by": "patient",
        "times": "seconds from the first video frame",
        "present": "true, false, or null where nobody knows",
    }
