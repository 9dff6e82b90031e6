"""Say which exercise of the catalog a recording shows, or that it is another one."""

from recognition.exercise_recognition.verdict import OTHER, by_rules, recognize

__all__ = ["OTHER", "by_rules", "recognize"]
