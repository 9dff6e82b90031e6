"""Which moments of a recording get a still picture: one of each mistake."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.db.models.fields.files import FieldFile

from clinic import recognizer
from clinic.models import Analysis, Finding, Repetition

# The index of a repetition, and the number of a finding in it.
Place = tuple[int, int]
Stills = Mapping[Place, recognizer.Still]

NONE: Final[Stills] = MappingProxyType({})
# More different mistakes than this are never talked of at once (our own choice).
MOST: Final = 6
_SEVERITIES: Final = ("minor", "moderate", "major")


def of_mistakes(report: Mapping[str, Any], folder: Path) -> Stills:
    """Return the pictures to take: of each mistake its gravest, then first finding.

    That is the one a patient is told of, so the gravest mistakes come first.
    """
    found = [
        ((repetition["index"], number), finding)
        for repetition in report["repetitions"]
        for number, finding in enumerate(repetition["findings"])
    ]
    chosen: dict[str, Place] = {}
    stills: dict[Place, recognizer.Still] = {}
    for place, finding in sorted(found, key=_gravest_first):
        if finding["mistake"] not in chosen and len(chosen) < MOST:
            chosen[finding["mistake"]] = place
            stills[place] = _still(folder, len(chosen), finding)
    return stills


def field_of(analysis: Analysis) -> tuple[Finding, FieldFile]:
    """Return whose file field decides where the pictures of `analysis` are kept."""
    finding = Finding(repetition=Repetition(analysis=analysis))
    return finding, finding.still


def _gravest_first(found: tuple[Place, Mapping[str, Any]]) -> tuple[int, float]:
    _, finding = found
    return -_SEVERITIES.index(finding["severity"]), finding["time_s"]


def _still(folder: Path, number: int, finding: Mapping[str, Any]) -> recognizer.Still:
    return recognizer.Still(
        folder / f"moment-{number}.jpg",
        finding["time_s"],
        finding["joint"],
        finding["side"],
    )
