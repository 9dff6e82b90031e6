"""What a therapist sets for one patient, over the rules of the catalog.

Light on purpose: a web server can check and keep it without loading what measures
movement. `recognition.exercises.personal` applies it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from recognition.structure import Malformed


@dataclass(frozen=True, slots=True)
class PatientRules:
    """Targets and limits of one patient, by measure; tolerances by mistake.

    Attributes:
        targets: value that the patient is to reach, in the unit of the measure;
            falling short is judged against it.
        limits: value that the patient must not pass, as after surgery; going further
            is a mistake.
        tolerances: deviation from which a mistake of the catalog counts.
    """

    targets: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    tolerances: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, numbers in (
            ("targets", self.targets),
            ("limits", self.limits),
            ("tolerances", self.tolerances),
        ):
            wrong = [key for key, value in numbers.items() if not math.isfinite(value)]
            if wrong:
                raise Malformed(f"{name}.{wrong[0]}: not a number")
        if any(value < 0 for value in self.tolerances.values()):
            raise Malformed("tolerances: a tolerance is not negative")

    def __bool__(self) -> bool:
        return bool(self.targets or self.limits or self.tolerances)
