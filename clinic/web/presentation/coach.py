"""What the live coach on a patient's phone works by: movement and files."""

from typing import Final

from django.templatetags.static import static
from django.urls import reverse

from clinic import recognizer
from clinic.models import Exercise, Prescription
from clinic.wording import translated

_PACKAGE: Final = "tasks-vision/wasm"

Facts = dict[str, dict[str, str | float]]


def facts(prescription: Prescription) -> Facts | None:
    """Return what the coach works by, or None where there is none.

    Postures that are held are not coached, nor exercises of an older catalog; and
    without a model at hand nothing can be seen.
    """
    exercise = prescription.exercise
    movement = exercise.movement
    is_counted = exercise.kind == Exercise.Kind.REPETITIONS
    if not is_counted or "repetition_range" not in movement:
        return None
    if recognizer.coach_model() is None:
        return None
    return {
        "movement": {
            "measure": movement["measure"],
            "peak": movement["peak"],
            "side": _side(prescription),
            "repetitionRange": movement["repetition_range"],
            "attemptRange": movement["attempt_range"],
        },
        "files": {
            "loader": static(f"{_PACKAGE}/vision_wasm_internal.js"),
            "binary": static(f"{_PACKAGE}/vision_wasm_internal.wasm"),
            "model": reverse("patient:coach_model"),
        },
    }


def cue(exercise: Exercise) -> str:
    """Return what to say when a movement was too small, or nothing."""
    code = exercise.movement.get("too_small", "")
    found = (one["cue"] for one in exercise.mistakes if one["code"] == code)
    return translated(next(found, ""))


def _side(prescription: Prescription) -> str:
    """Return whose movement counts; a lunge is done by both, one after the other."""
    side = prescription.side
    if side == Prescription.Side.BOTH and "both" not in prescription.exercise.sides:
        return str(Prescription.Side.ALTERNATING)
    return str(side)
