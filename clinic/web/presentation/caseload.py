"""A therapist's patients and threads as rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from clinic.models import Message, Plan, Recording, User
from clinic.selectors import CaseloadRow, EffectiveResult
from clinic.web.presentation import rows, trends


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient."""

    person: User
    plan_words: str
    last_recording: Recording | None
    waiting: int
    spark: trends.Trend | None
    spark_words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages with one patient."""

    patient: User
    last: Message
    unread: int


def patients(
    found: Sequence[CaseloadRow],
    results: Sequence[EffectiveResult],
    plans: Iterable[Plan],
) -> list[PatientRow]:
    """Return the patients of `found`, in its order, with plan and last scores."""
    amounts: dict[int, int] = defaultdict(int)
    for plan in plans:
        amounts[plan.patient_id] += len(plan.prescriptions.all())
    by_patient: dict[int, list[EffectiveResult]] = defaultdict(list)
    for result in reversed(results):
        by_patient[result.recording.patient_id].append(result)
    return [
        _row(row, by_patient[row.patient.pk], amounts[row.patient.pk]) for row in found
    ]


def _row(row: CaseloadRow, results: list[EffectiveResult], amount: int) -> PatientRow:
    # One exercise only: scores of different exercises do not make one line.
    scores = tuple(
        result.score
        for result in results
        if result.score is not None
        and row.latest is not None
        and result.recording.exercise_id == row.latest.exercise_id
    )
    waiting = sum(
        bool(result.analysis and not result.analysis.is_pending)
        and not result.is_reviewed
        for result in results
    )
    words = ngettext("%(n)d exercise", "%(n)d exercises", amount)
    return PatientRow(
        person=row.patient,
        plan_words=words % {"n": amount},
        last_recording=row.latest,
        waiting=waiting,
        spark=trends.trend(scores[-8:], width=100, height=30, margin=4),
        spark_words=rows.spark_words(scores[-8:]),
    )


def threads(newest: Iterable[Message], unread: Mapping[int, int]) -> list[Thread]:
    """Return one row a patient: the last message and how many are unread."""
    last: dict[int, Message] = {}
    for message in newest:
        last.setdefault(message.patient_id, message)
    return [
        Thread(message.patient, message, unread.get(key, 0))
        for key, message in last.items()
    ]
