"""Therapists' corrections laid over the repetitions that an analysis found."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from clinic.models import Correction, Finding, Repetition

Kind = Correction.Kind
Cut = tuple[Repetition, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The corrections of one recording that count; None where there is none."""

    repetitions: Correction | None = None
    exercise: Correction | None = None


UNCORRECTED = Standing()


def standing(recordings: Iterable[int], analyses: Iterable[int]) -> dict[int, Standing]:
    """Return what counts for each of `recordings`, by its key.

    Boundaries belong to the analysis they were drawn on; which exercise a recording
    shows does not change with another analysis of it.
    """
    current = set(analyses)
    newest: dict[int, dict[str, Correction]] = {}
    found = Correction.objects.standing().filter(recording__in=list(recordings))
    for correction in found.exclude(kind=Kind.PERSON).order_by("pk"):
        if correction.kind == Kind.EXERCISE or correction.analysis_id in current:
            newest.setdefault(correction.recording_id, {})[correction.kind] = correction
    return {
        key: Standing(kinds.get(Kind.REPETITIONS), kinds.get(Kind.EXERCISE))
        for key, kinds in newest.items()
    }


def cut(found: Sequence[Repetition], correction: Correction | None) -> list[Cut]:
    """Return the repetitions that count, each with the findings that fall into it.

    `found` has its findings prefetched. After a correction a finding counts in the
    repetition that its moment lies in, so that it moves along when two are merged.
    """
    if correction is None:
        automatic = Repetition.Source.AUTOMATIC
        return [
            (item, tuple(item.findings.all()))
            for item in found
            if item.source == automatic
        ]
    kept = _kept({item.pk: item for item in found}, correction)
    findings = [finding for item in found for finding in item.findings.all()]
    owners = {finding.pk: _owner(finding, kept) for finding in findings}
    return [
        (item, tuple(one for one in findings if owners[one.pk] == item.pk))
        for item in kept
    ]


def _kept(by_key: Mapping[int, Repetition], correction: Correction) -> list[Repetition]:
    """Return copies of the rows, numbered anew, with the corrected times."""
    kept: list[Repetition] = []
    for entry in correction.content["repetitions"]:
        row = copy(by_key[entry["repetition"]])
        row.index = len(kept) + 1
        row.start_s, row.peak_s = entry["start_s"], entry["peak_s"]
        row.end_s = entry["end_s"]
        kept.append(row)
    return kept


def _owner(finding: Finding, kept: Sequence[Repetition]) -> int | None:
    """Return the repetition that `finding` counts in; None where it was removed."""
    inside = [item.pk for item in kept if item.start_s <= finding.time_s <= item.end_s]
    own = finding.repetition_id
    if own in inside or not inside:
        return own if any(item.pk == own for item in kept) else None
    return inside[0]
