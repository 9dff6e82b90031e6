"""Read models over several tables: what the pages and the interface show.

Callers have scoped by `visible_to` or asked `clinic.access` before.
"""

from clinic.selectors.caseload import CaseloadRow, Flagged, caseload, flagged
from clinic.selectors.consents import has_consented
from clinic.selectors.progress import ExerciseProgress, Point, Progress, progress
from clinic.selectors.results import (
    EffectiveResult,
    FindingResult,
    RepetitionResult,
    effective_result,
    effective_results,
)
from clinic.selectors.today import Today, TodayItem, today

__all__ = [
    "CaseloadRow",
    "EffectiveResult",
    "ExerciseProgress",
    "FindingResult",
    "Flagged",
    "Point",
    "Progress",
    "RepetitionResult",
    "Today",
    "TodayItem",
    "caseload",
    "effective_result",
    "effective_results",
    "flagged",
    "has_consented",
    "progress",
    "today",
]
