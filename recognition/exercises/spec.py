"""What an exercise file must say, as frozen dataclasses that refuse what is wrong.

The files hold clinical knowledge; the code knows measures, not exercises.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from recognition.biomechanics.kinematics import QUANTITIES
from recognition.exercises.signature import Condition
from recognition.report import Severity, ViewName
from recognition.structure import Malformed

Kind = Literal["repetitions", "hold"]
Posture = Literal[
    "standing", "seated", "supine", "prone", "side_lying", "kneeling", "plank"
]
Region = Literal["neck", "shoulder", "elbow", "trunk", "hip", "knee", "ankle"]
Equipment = Literal["chair", "wall", "table", "step", "mat", "weight"]
SideMode = Literal["left", "right", "both", "alternating"]
Peak = Literal["max", "min"]
Part = Literal["whole", "toward_peak", "at_peak", "from_peak", "at_rest"]
Reduce = Literal["max", "min", "mean", "range", "rise", "drop"]
Limb = Literal["working", "other"]
SideAt = Literal["peak", "start"]

# Measured on a whole repetition rather than frame by frame.
REPETITION_UNITS: Final = {
    "duration": "s",
    "smoothness": "1",
    "asymmetry": "deg",
}
# Of a reference curve: ten on the way to the peak, ten back and the end.
REFERENCE_SAMPLES: Final = 21
FEWEST_MISTAKES: Final[dict[Kind, int]] = {"repetitions": 3, "hold": 2}


@dataclass(frozen=True, slots=True)
class Signal:
    """The movement that makes a repetition.

    Attributes:
        measure: the primary measure.
        peak: which extreme of it is the peak posture.
        repetition_range: least change from start to peak that is a repetition.
        attempt_range: least change that is at least an attempt.
        target: expected value at the peak, lowest and highest.
    """

    measure: str
    peak: Peak
    repetition_range: float
    attempt_range: float
    target: tuple[float, float]
    source: str

    def __post_init__(self) -> None:
        if self.measure not in QUANTITIES:
            raise Malformed(f"`{self.measure}` is no measure with a value per frame")
        if not 0 < self.attempt_range < self.repetition_range:
            raise Malformed("attempt_range must lie between 0 and repetition_range")
        _check_order(self.target, "target")


@dataclass(frozen=True, slots=True)
class Cut:
    """A measure that cuts repetitions better than the primary one, which is judged.

    The fields mean what they mean in `Signal`.
    """

    measure: str
    peak: Peak
    repetition_range: float
    attempt_range: float
    source: str

    def __post_init__(self) -> None:
        if self.measure not in QUANTITIES:
            raise Malformed(f"`{self.measure}` is no measure with a value per frame")
        if not 0 < self.attempt_range < self.repetition_range:
            raise Malformed("attempt_range must lie between 0 and repetition_range")


@dataclass(frozen=True, slots=True)
class Phase:
    """A named part of a repetition.

    `part` says which: on the way to the peak, near it, on the way back, near the
    resting posture, or the whole.
    """

    name: str
    part: Part
    label: str


@dataclass(frozen=True, slots=True)
class Views:
    """From where the exercise may be recorded, and from where best."""

    best: tuple[ViewName, ...]
    allowed: tuple[ViewName, ...]
    advice: str

    def __post_init__(self) -> None:
        if not self.best or not set(self.best) <= set(self.allowed):
            raise Malformed("the best views must be among the allowed ones")


@dataclass(frozen=True, slots=True)
class PostureRule:
    """A posture: `measure` from `low` to `high`; `otherwise` says what it is not."""

    measure: str
    low: float
    high: float
    limb: Limb = "working"
    otherwise: str = "the posture for it was not seen"

    def __post_init__(self) -> None:
        if self.measure not in QUANTITIES:
            raise Malformed(f"`{self.measure}` is no measure with a value per frame")
        _check_order((self.low, self.high), self.measure)


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """A value that the report gives for each repetition, with its normal range."""

    name: str
    label: str
    measure: str
    reduce: Reduce
    phase: str
    normal: tuple[float, float]
    views: tuple[ViewName, ...]
    source: str

    def __post_init__(self) -> None:
        _check_measure(self.measure)
        _check_order(self.normal, "normal")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named error: what is measured, where the limit is, and what to tell.

    Exactly one of `below` and `above` is the limit. A deviation counts from
    `tolerance` on; it is moderate and major from these distances beyond the limit.
    `limb` is the side that works or the other one. A rule with `only_if` is judged
    where that posture is kept throughout the phase.
    """

    code: str
    name: str
    joint: str
    measure: str
    reduce: Reduce
    phase: str
    tolerance: float
    moderate: float
    major: float
    views: tuple[ViewName, ...]
    cue: str
    clinical: str
    source: str
    below: float | None = None
    above: float | None = None
    limb: Limb = "working"
    only_if: PostureRule | None = None

    def __post_init__(self) -> None:
        _check_measure(self.measure)
        if (self.below is None) == (self.above is None):
            raise Malformed(f"{self.code}: state one of `below` and `above`")
        if not 0 <= self.tolerance < self.moderate < self.major:
            raise Malformed(f"{self.code}: tolerance < moderate < major must hold")

    def excess(self, value: float) -> float:
        """Return how far `value` is beyond the limit; negative on the good side."""
        if self.below is not None:
            return self.below - value
        assert self.above is not None  # noqa: S101  one of the two, by __post_init__
        return value - self.above

    def severity(self, excess: float) -> Severity:
        """Return the grade of a deviation `excess` beyond the limit."""
        if excess >= self.major:
            return "major"
        return "moderate" if excess >= self.moderate else "minor"


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long a controlled movement takes, lowest and highest, in seconds."""

    toward_peak_s: tuple[float, float]
    from_peak_s: tuple[float, float]
    source: str

    def __post_init__(self) -> None:
        _check_order(self.toward_peak_s, "toward_peak_s")
        _check_order(self.from_peak_s, "from_peak_s")


@dataclass(frozen=True, slots=True)
class HoldRule:
    """What counts as holding, for how long at least, and what should stand still.

    Attributes:
        sway: the measure whose spread is the steadiness.
        steady: spread up to which the hold is steady, in the unit of `sway`.
    """

    postures: tuple[PostureRule, ...]
    shortest_s: float
    sway: str
    steady: float
    source: str

    def __post_init__(self) -> None:
        if self.sway not in QUANTITIES or not self.postures:
            raise Malformed("a hold needs postures and a measure that sways")


@dataclass(frozen=True, slots=True)
class Dosage:
    """What is prescribed unless the therapist says otherwise."""

    sets: int
    repetitions: int
    hold_s: int
    rest_s: int
    days_a_week: int
    source: str


@dataclass(frozen=True, slots=True)
class ReferenceCurve:
    """One measure in the reference repetition of an exercise that was learned.

    Attributes:
        values: from start to peak and back, evenly, in the unit of the measure.
        tolerance: what differs by no more is still like the reference.
    """

    measure: str
    limb: Limb
    joint: str
    values: tuple[float, ...]
    tolerance: float

    def __post_init__(self) -> None:
        if self.measure not in QUANTITIES:
            raise Malformed(f"`{self.measure}` is no measure with a value per frame")
        if len(self.values) != REFERENCE_SAMPLES or self.tolerance <= 0:
            raise Malformed(
                f"{self.measure}: a reference has {REFERENCE_SAMPLES} values and a "
                "positive tolerance"
            )


@dataclass(frozen=True, slots=True)
class Variant:
    """The same movement in another setting: judged alike, told and filmed otherwise.

    `code` is that of the variant, such as `push_up_wall`.
    """

    code: str
    name: str
    purpose: str
    instructions: tuple[str, ...]
    posture: Posture
    start: str
    end: str
    advice: str
    equipment: tuple[Equipment, ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the catalog.

    `regions` are the parts of the body that it is for, the main one first, and
    `equipment` is what it cannot be done without.
    `recognized` says whether a video without a prescription may be called by this
    exercise; the others are still judged where they are prescribed. In a `hold`,
    phases, tempo and the signal's ranges describe the way into the posture. The side
    that works is the one that is greater in `side_by`, at the peak or where `side_at`
    says so at rest before it, or moves further.
    An exercise with a `reference` was learned from a recording; what differs from it
    needs no name.
    """

    code: str
    name: str
    purpose: str
    instructions: tuple[str, ...]
    kind: Kind
    posture: Posture
    start: str
    end: str
    sides: tuple[SideMode, ...]
    signal: Signal
    tempo: Tempo
    phases: tuple[Phase, ...]
    views: Views
    measures: tuple[MeasureRule, ...]
    mistakes: tuple[Mistake, ...]
    dosage: Dosage
    regions: tuple[Region, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    recognized: bool = False
    signature: tuple[Condition, ...] = ()
    cut: Cut | None = None
    hold: HoldRule | None = None
    side_by: str | None = None
    side_at: SideAt = "peak"
    variants: tuple[Variant, ...] = ()
    reference: tuple[ReferenceCurve, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind == "hold") is (self.hold is None):
            raise Malformed("an exercise of kind `hold`, and no other, states `hold`")
        if self.side_by is not None and self.side_by not in QUANTITIES:
            raise Malformed(f"`{self.side_by}` is no measure with a value per frame")
        _check_unique("phases", [phase.name for phase in self.phases])
        _check_unique("measures", [rule.name for rule in self.measures])
        _check_unique("mistakes", [mistake.code for mistake in self.mistakes])
        if len(self.mistakes) < FEWEST_MISTAKES[self.kind] and not self.reference:
            raise Malformed(f"fewer than {FEWEST_MISTAKES[self.kind]} mistakes")
        if not self.sides or not self.instructions or not self.measures:
            raise Malformed("sides, instructions and measures must not be empty")
        known = {phase.name for phase in self.phases}
        used = {rule.phase for rule in self.measures}
        used |= {mistake.phase for mistake in self.mistakes}
        if used - known:
            raise Malformed(f"`{min(used - known)}` is none of the phases")

    def varied(self, variant: Variant) -> "Exercise":
        """Return `variant` as an exercise of its own, which is not recognized."""
        return replace(
            self,
            code=variant.code,
            name=variant.name,
            purpose=variant.purpose,
            instructions=variant.instructions,
            posture=variant.posture,
            equipment=variant.equipment,
            start=variant.start,
            end=variant.end,
            views=replace(self.views, advice=variant.advice),
            recognized=False,
            signature=(),
            variants=(),
        )

    def phase(self, name: str) -> Phase:
        """Return the phase called `name`."""
        return next(phase for phase in self.phases if phase.name == name)

    def mistake(self, code: str) -> Mistake:
        """Return the mistake `code`."""
        return next(mistake for mistake in self.mistakes if mistake.code == code)


def unit_of(measure: str) -> str:
    """Return the unit of a measure, of one frame or of a whole repetition."""
    if measure in REPETITION_UNITS:
        return REPETITION_UNITS[measure]
    return QUANTITIES[measure].unit


def _check_measure(name: str) -> None:
    """Refuse a measure that the code does not know."""
    if name not in QUANTITIES and name not in REPETITION_UNITS:
        raise Malformed(f"`{name}` is no known measure")


def _check_order(limits: tuple[float, float], name: str) -> None:
    """Refuse a range whose ends are swapped."""
    if limits[0] > limits[1]:
        raise Malformed(f"{name}: {limits[0]} is above {limits[1]}")


def _check_unique(what: str, names: list[str]) -> None:
    """Refuse two entries of one name."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Malformed(f"{what}: `{twice[0]}` appears twice")
