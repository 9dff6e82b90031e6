"""Read models over several tables: what the pages and the interface show.

Callers have scoped by `visible_to` or asked `clinic.access` before.
"""

from clinic.selectors.caseload import CaseloadRow, caseload
from clinic.selectors.consents import has_consented
from clinic.selectors.digests import Listed, digest_of, listed
from clinic.selectors.progress import (
    Event,
    ExerciseProgress,
    Pain,
    Progress,
    Session,
    ThisWeek,
    progress,
    this_week,
)
from clinic.selectors.queue import Waiting, claim_on, in_full, next_to_review, waiting
from clinic.selectors.results import (
    EffectiveResult,
    FindingResult,
    RepetitionResult,
    effective_result,
    effective_results,
    result_of_analysis,
)
from clinic.selectors.today import Today, TodayItem, today

__all__ = [
    "CaseloadRow",
    "EffectiveResult",
    "Event",
    "ExerciseProgress",
    "FindingResult",
    "Listed",
    "Pain",
    "Progress",
    "RepetitionResult",
    "Session",
    "ThisWeek",
    "Today",
    "TodayItem",
    "Waiting",
    "caseload",
    "claim_on",
    "digest_of",
    "effective_result",
    "effective_results",
    "has_consented",
    "in_full",
    "listed",
    "next_to_review",
    "progress",
    "result_of_analysis",
    "this_week",
    "today",
    "waiting",
]
