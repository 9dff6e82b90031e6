"""How the parts of a score make one number, and what a person's judgment changes.

Light on purpose: a web server can follow a therapist's verdict without loading what
measures movement.
"""

from collections.abc import Iterable, Mapping
from typing import Final

Parts = Mapping[str, float | None]

WEIGHTS: Final[Mapping[str, float]] = {
    "range": 0.35,
    "control": 0.15,
    "form": 0.40,
    "symmetry": 0.10,
}

# Points off at the tolerance, the moderate and the major limit, and at twice that.
PENALTIES: Final = (5.0, 20.0, 40.0, 60.0)
# A person names a grade and no value: it costs what the mildest of its grade costs.
PENALTY_OF_GRADE: Final[Mapping[str, float]] = dict(
    zip(("minor", "moderate", "major"), PENALTIES, strict=False)
)


def total(parts: Parts) -> float | None:
    """Return the score from 0 to 100, or None without range or form.

    The weights of the parts that are there are scaled to sum to 1.
    """
    if parts.get("range") is None or parts.get("form") is None:
        return None
    present = {
        name: value for name in WEIGHTS if (value := parts.get(name)) is not None
    }
    weight = sum(WEIGHTS[name] for name in present)
    score = sum(WEIGHTS[name] * value for name, value in present.items()) / weight
    return round(score, 1)


def with_findings(parts: Parts, penalties: Iterable[float]) -> dict[str, float | None]:
    """Return `parts` with the form that findings of these penalties leave.

    Form that could not be assessed stays so: a finding then has nothing to lower.
    """
    changed = dict(parts)
    if changed.get("form") is not None:
        changed["form"] = max(0.0, 100.0 - sum(penalties))
    return changed
