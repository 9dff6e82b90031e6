"""From one reference recording to an exercise: `learn(poses, name=..., code=...)`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from recognition import cleaning, framing, repetitions
from recognition.errors import NothingToLearn
from recognition.exercises.spec import Exercise
from recognition.learning import signals
from recognition.learning.drafting import exercise_of
from recognition.learning.rest import from_rest
from recognition.learning.signals import Movement
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Span
from recognition.skeleton import OneSide

FEWEST_REPETITIONS: Final = 2
# The measure to cut by must move this many times further than its change errs.
LEAST_WEIGHT: Final = 1.5
# Arms that are raised for balance do not make a squat: legs and trunk come first
# where they tell this part as much.
CARRIES: Final = frozenset({"hip", "knee", "trunk"})
CARRIES_SHARE: Final = 0.6
# By this part the exercise may count otherwise than the body as a whole shows.
MISCOUNTED_SHARE: Final = 0.2
NOT_FAR_ENOUGH: Final = "No joint moves far enough to be measured from here."


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """An exercise, and what it was learned from.

    Attributes:
        poses: of the reference, cleaned.
        spans: its repetitions.
        side: the side whose movement is that of the working limb.
    """

    exercise: Exercise
    poses: PoseSequence
    spans: tuple[Span, ...]
    side: OneSide


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A measure that an exercise could be cut by, and what it would cut.

    Attributes:
        poses: of the reference, cleaned.
        spans: the complete repetitions that it finds.
        studied: the exercise cut by it; None where it does not count its own reference.
    """

    main: Movement
    poses: PoseSequence
    spans: tuple[Span, ...]
    studied: Studied | None


def learn(raw: PoseSequence, *, name: str, code: str) -> Exercise:
    """Return the exercise that raw poses of a reference recording show.

    Raises:
        BodyNotInView: too little of the body was seen.
        NothingToLearn: no movement repeats, or none that can be measured.
    """
    return study(raw, name=name, code=code).exercise


def study(raw: PoseSequence, *, name: str, code: str) -> Studied:
    """Return what raw poses of a reference recording show, exercise and evidence.

    It is cut by the measure that moves furthest for its error, judged against the
    median repetition, and allowed from the direction that it was recorded from.

    Raises:
        BodyNotInView: too little of the body was seen.
        NothingToLearn: no movement repeats, or none that can be measured.
    """
    for way in ways(raw, name=name, code=code):
        if way.studied is not None:
            return way.studied
    raise NothingToLearn(NOT_FAR_ENOUGH)


def ways(raw: PoseSequence, *, name: str, code: str) -> Iterator[Way]:
    """Yield what raw poses could be cut by, what tells the movement best first.

    Raises:
        BodyNotInView: too little of the body was seen.
        NothingToLearn: no movement repeats.
    """
    framing.check(raw, None)
    poses = cleaning.clean(raw)
    spans = tuple(
        s for s in repetitions.segment(poses, None).repetitions if not s.is_cut
    )
    if len(spans) < FEWEST_REPETITIONS:
        raise NothingToLearn(
            f"The recording shows {len(spans)} complete repetitions that are alike; "
            f"at least {FEWEST_REPETITIONS} are needed."
        )
    for main in _mains(signals.movements(poses, spans)):
        yield _way(poses, spans, main, name=name, code=code)


def _way(
    poses: PoseSequence,
    spans: tuple[Span, ...],
    main: Movement,
    *,
    name: str,
    code: str,
) -> Way:
    """Cut the recording by what `main` measures."""
    rested = from_rest(poses, spans, main)
    draft = _studied(poses, rested, main, name=name, code=code)
    # What the body as a whole cuts roughly, the exercise's signal cuts well.
    finer = repetitions.segment(poses, draft.exercise).repetitions
    whole = tuple(span for span in finer if not span.is_cut)
    # What does not count its own reference counts nobody.
    is_counted = abs(len(whole) - len(rested)) <= MISCOUNTED_SHARE * len(rested)
    if not (is_counted and len(whole) >= FEWEST_REPETITIONS):
        return Way(main, poses, whole, None)
    return Way(main, poses, whole, _studied(poses, whole, main, name=name, code=code))


def _mains(moved: list[Movement]) -> list[Movement]:
    """Return what the exercise may be cut by: what moves the body before what arms do.

    Empty where nothing moves far enough.
    """
    telling = [m for m in moved if m.weight >= LEAST_WEIGHT]
    carried = (
        m
        for m in telling
        if m.joint in CARRIES and m.weight >= CARRIES_SHARE * telling[0].weight
    )
    first = next(carried, None)
    others = [m for m in telling if m is not first]
    return others if first is None else [first, *others]


def _studied(
    poses: PoseSequence,
    spans: tuple[Span, ...],
    main: Movement,
    *,
    name: str,
    code: str,
) -> Studied:
    """Learn from these repetitions, cut by what `main` measures."""
    moved = signals.movements(poses, spans)
    same = (m for m in moved if (m.measure, m.side) == (main.measure, main.side))
    main = next(same, main)
    exercise = exercise_of(poses, spans, moved, main, name=name, code=code)
    return Studied(exercise, poses, spans, main.side)
