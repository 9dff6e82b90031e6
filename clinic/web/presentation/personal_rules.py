"""Rules for one patient that no field of the plan's sheet shows, in words."""

from django.utils.translation import gettext as _

from clinic.models import Exercise
from clinic.recognizer import Rules
from clinic.wording import translated


def sentences(exercise: Exercise | None, rules: Rules) -> list[str]:
    """Return targets, limits and tolerances of `rules`, one sentence each.

    Values stand in the unit of their measure, which only the library knows.
    """
    mistakes = exercise.mistakes if exercise else []
    names = {entry["code"]: translated(entry["name"]) for entry in mistakes}
    said = {
        "targets": _("%(name)s: reach %(value)s"),
        "limits": _("%(name)s: not beyond %(value)s"),
        "tolerances": _("%(name)s: tolerated up to %(value)s"),
    }
    return [
        said[kind] % {"name": names.get(code) or _called(code), "value": f"{value:g}"}
        for kind, values in rules.items()
        for code, value in values.items()
    ]


def _called(code: str) -> str:
    return translated(code.replace("_", " ").capitalize())
