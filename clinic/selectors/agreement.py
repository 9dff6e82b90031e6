"""Verdicts of a clinic's therapists, as the arithmetic of agreement reads them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from clinic.domain import agreement
from clinic.domain.agreement import Judged, MistakeAgreement, Said
from clinic.models import Clinic, Exercise, Finding, Verdict

Decision = Verdict.Decision


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the system and a clinic's therapists agree.

    Attributes:
        mistakes: by code.
        confusion: counts by (system, therapist); an empty word is no mistake.
        pairs: findings that two therapists judged.
        kappa: how far these two agree beyond chance; None where it is not defined.
        names: of mistakes, in words.
        verdicts: how many there are.
        versions: of the pipeline that was judged.
    """

    mistakes: tuple[MistakeAgreement, ...]
    confusion: dict[tuple[str, str], int]
    pairs: int
    kappa: float | None
    names: dict[str, str]
    verdicts: int
    versions: tuple[str, ...]


def agreement_in(clinic: Clinic, *, version: str = "") -> Agreement:
    """Return the agreement in `clinic`, of one version of the pipeline if given."""
    findings = Finding.objects.filter(
        repetition__analysis__recording__clinic=clinic,
        repetition__analysis__recording__deleted_at__isnull=True,
    )
    versions = _versions(findings)
    if version:
        findings = findings.filter(repetition__analysis__pipeline_version=version)
    judged = [*_verdicts(findings), *_missed(findings)]
    pairs = _pairs(findings)
    return Agreement(
        mistakes=tuple(agreement.by_mistake(judged)),
        confusion=agreement.confusion(judged),
        pairs=len(pairs),
        kappa=agreement.kappa(pairs),
        names=_names(),
        verdicts=len(judged),
        versions=versions,
    )


def _versions(findings: QuerySet[Finding]) -> tuple[str, ...]:
    judged = findings.filter(verdicts__undone_at__isnull=True, verdicts__isnull=False)
    found = judged.values_list("repetition__analysis__pipeline_version", flat=True)
    return tuple(sorted(set(found), reverse=True))


def _verdicts(findings: QuerySet[Finding]) -> list[Judged]:
    rows = (
        Verdict.objects.standing()
        .filter(finding__in=findings, finding__source=Finding.Source.AUTOMATIC)
        .values_list(
            "finding__mistake",
            "decision",
            "mistake",
            "finding__confidence",
            "finding__repetition__analysis__recording__patient_id",
        )
    )
    return [
        Judged(mistake, _said(decision, instead), instead, confidence, patient)
        for mistake, decision, instead, confidence, patient in rows
    ]


def _said(decision: str, instead: str) -> Said:
    if decision == Decision.NOT_VISIBLE:
        return Said.NOT_VISIBLE
    if decision == Decision.DISMISSED:
        return Said.NOTHING
    return Said.OTHER if instead else Said.RIGHT


def _missed(findings: QuerySet[Finding]) -> list[Judged]:
    """Return what therapists added; a finding taken back again counts no more."""
    added = findings.filter(source=Finding.Source.THERAPIST).exclude(
        verdicts__decision=Decision.DISMISSED, verdicts__undone_at__isnull=True
    )
    return [Judged(one, Said.MISSED) for one in added.values_list("mistake", flat=True)]


def _pairs(findings: QuerySet[Finding]) -> list[tuple[str, str]]:
    """Return what two therapists said of the same finding, by the order they came.

    A therapist's own change of mind is no second opinion, and a verdict that was taken
    back, rather than replaced by a colleague's, is none at all.
    """
    words: dict[int, dict[int, str]] = defaultdict(dict)
    rows = (
        Verdict.objects.filter(finding__in=findings)
        .order_by("pk")
        .values_list("finding_id", "by_id", "decision", "mistake", "undone_at")
    )
    ordered = list(rows)
    last = {finding: index for index, (finding, *_rest) in enumerate(ordered)}
    for index, (finding, therapist, decision, instead, undone_at) in enumerate(ordered):
        is_taken_back = undone_at is not None and last[finding] == index
        if not is_taken_back:
            words[finding][therapist] = f"{decision} {instead}".strip()
    return [
        (first, second)
        for first, second, *_more in (
            tuple(said.values()) for said in words.values() if len(said) > 1
        )
    ]


def _names() -> dict[str, str]:
    return {
        entry["code"]: entry["name"]
        for mistakes in Exercise.objects.values_list("mistakes", flat=True)
        for entry in mistakes
    }
