"""A therapist's own exercise from one reference recording."""

from recognition.learning.take import learn
from recognition.learning.toml import dumps

__all__ = ["dumps", "learn"]
