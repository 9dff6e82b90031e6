"""A therapist's own exercise from one reference recording."""

from recognition.learning.adjusting import Adjustments, adjusted, as_learned
from recognition.learning.choices import choices
from recognition.learning.evidence import motion, takes
from recognition.learning.line_art import strokes
from recognition.learning.take import Studied, learn, study
from recognition.learning.toml import dumps

__all__ = [
    "Adjustments",
    "Studied",
    "adjusted",
    "as_learned",
    "choices",
    "dumps",
    "learn",
    "motion",
    "strokes",
    "study",
    "takes",
]
