"""The course of a whole recording: arriving, getting ready, the set, leaving."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from recognition.exercises.catalog import get
from recognition.simulation import grading, walking
from recognition.simulation.body import Body
from recognition.simulation.course import follow
from recognition.simulation.motions.base import Motion
from recognition.simulation.phases import Cycle, Side, minimum_jerk
from recognition.simulation.posture import Posture, blend, standing

if TYPE_CHECKING:
    from recognition.simulation.scenario import Made, Scenario

Floats = npt.NDArray[np.float64]

_WALK_M: Final = 1.15
_TURN_S: Final = 1.5
_SET_UP_S: Final = 2.4
_READY_S: Final = 1.4  # from standing to the exercise's own resting posture
_DOWN_S: Final = 4.2  # the same for one on the floor, by way of crouching
_KNEES_M: Final = 0.24
_BROKEN_OFF: Final = 0.42  # share of the range at which an attempt turns back


class UnknownMistake(Exception):
    """The exercise has no such mistake, or its motion cannot make it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When what happens, seconds from the first frame.

    Attributes:
        walked_s: end of walking in and turning; 0 without.
        dressed_s: end of straightening the clothes.
        ready_s: the resting posture of the exercise is reached.
        done_s: the set is over, with its quiet end.
        end_s: of the recording.
    """

    cycles: tuple[Cycle, ...]
    walked_s: float
    dressed_s: float
    ready_s: float
    done_s: float
    end_s: float


def plan(scenario: "Scenario", motion: Motion, generator: np.random.Generator) -> Plan:
    """Return when what happens in `scenario`."""
    variation = scenario.variation
    walk_s = walking.walk_s(_WALK_M) + _TURN_S
    walked = walk_s if variation.walk_in else 0.0
    dressed = walked + (_SET_UP_S if variation.set_up else 0.0)
    ready_s = _ready_s(motion)
    ready = dressed + (ready_s if dressed > 0.0 else 0.0)
    cycles = _cycles(scenario, motion, ready + variation.lead_s, generator)
    done = (cycles[-1].end_s if cycles else ready + variation.lead_s) + variation.lead_s
    end = done + (ready_s + walk_s if variation.walk_out else 0.0)
    whole = Plan(cycles, walked, dressed, ready, done, end)
    return _cut(whole, variation.cut_start, variation.cut_end)


def _cut(plan: Plan, start: float, end: float) -> Plan:
    """Return `plan` recorded from inside its first to inside its last repetition."""
    if start > 0.0 and plan.cycles:
        first = plan.cycles[0]
        plan = _later(plan, -(first.start_s + start * first.out_s))
    if end > 0.0 and plan.cycles:
        last = replace(plan.cycles[-1], complete=False, reason="not_finished")
        stop = last.start_s + end * last.out_s
        plan = replace(plan, cycles=(*plan.cycles[:-1], last), done_s=stop, end_s=stop)
    return plan


def _later(plan: Plan, by_s: float) -> Plan:
    """Return `plan` as it runs when the recording begins at -`by_s`."""
    cycles = tuple(replace(c, start_s=c.start_s + by_s) for c in plan.cycles)
    return Plan(
        cycles, walked_s=0.0, dressed_s=0.0, ready_s=0.0,
        done_s=plan.done_s + by_s, end_s=plan.end_s + by_s,
    )  # fmt: skip


def act(plan: Plan, scenario: "Scenario", motion: Motion, time_s: Floats) -> Posture:
    """Return the posture over the whole recording."""
    body = scenario.body
    posture = motion.posture(body, follow(plan.cycles, time_s))
    if plan.ready_s > 0.0:
        before = _arriving(plan, scenario, time_s)
        posture = _between(body, before, posture, time_s - plan.dressed_s, motion)
    if scenario.variation.walk_out:
        after = _leaving(plan, scenario, time_s, _ready_s(motion))
        posture = _between(body, posture, after, time_s - plan.done_s, motion)
    return posture


def _ready_s(motion: Motion) -> float:
    """Return how long it takes from standing to the resting posture."""
    return _DOWN_S if "mat" in motion.props else _READY_S


def _between(
    body: Body, first: Posture, last: Posture, time_s: Floats, motion: Motion
) -> Posture:
    """Return going over from `first` to `last` from 0 seconds on."""
    whole = _ready_s(motion)
    if whole == _READY_S:
        return blend(first, last, minimum_jerk(time_s / whole))
    half = 0.5 * whole
    low = walking.crouch(body, len(time_s))
    down, up = minimum_jerk(time_s / half), minimum_jerk((time_s - half) / half)
    posture = _over_knees(blend(first, low, down), first, down)
    return _over_knees(blend(posture, last, up), last, up)


def _over_knees(posture: Posture, lying: Posture, share: Floats) -> Posture:
    """Return `posture` with the hips raised on the way to or from lying prone.

    The knees go over the floor while the feet slide from under the body.
    """
    prone = np.clip(np.sin(np.maximum(posture.turn[:, 1], lying.turn[:, 1])), 0.0, 1.0)
    pelvis = posture.pelvis.copy()
    pelvis[:, 2] += 4.0 * _KNEES_M * prone**4 * share * (1.0 - share)
    return posture.change(pelvis=pelvis)


def _arriving(plan: Plan, scenario: "Scenario", time_s: Floats) -> Posture:
    """Return walking from the camera, turning, straightening the clothes."""
    body = scenario.body
    if not scenario.variation.walk_in:
        return walking.straighten_clothes(body, time_s, max(plan.dressed_s, 0.1))
    away = _wrapped(np.radians(scenario.camera.yaw_deg) + np.pi)
    arrived = plan.walked_s - _TURN_S
    way = walking.walk(body, time_s, _WALK_M)
    coming = walking.placed(way, np.full(len(time_s), away), np.zeros((len(time_s), 2)))
    turning = walking.turn(body, time_s - arrived, away, _TURN_S)
    posture = blend(coming, turning, (time_s >= arrived).astype(np.float64))
    if not scenario.variation.set_up:
        return posture
    late = walking.straighten_clothes(body, time_s - plan.walked_s, _SET_UP_S)
    return blend(posture, late, (time_s >= plan.walked_s).astype(np.float64))


def _leaving(
    plan: Plan, scenario: "Scenario", time_s: Floats, ready_s: float
) -> Posture:
    """Return turning to the camera and walking there."""
    body = scenario.body
    toward = _wrapped(np.radians(scenario.camera.yaw_deg))
    start = plan.done_s + ready_s
    frames = len(time_s)
    turning = walking.turn(body, start + _TURN_S - time_s, toward, _TURN_S)
    way = walking.walk(body, time_s - start - _TURN_S, _WALK_M)
    goal = _WALK_M * np.array([np.cos(toward), np.sin(toward)])
    going = walking.placed(way, np.full(frames, toward), np.tile(goal, (frames, 1)))
    gone = (time_s >= start + _TURN_S).astype(np.float64)
    quiet = standing(body, frames)
    posture = blend(quiet, turning, (time_s >= start).astype(np.float64))
    return blend(posture, going, gone)


def _wrapped(angle: float) -> float:
    """Return `angle` in (-pi, pi], so that the shorter way is turned."""
    return float(np.arctan2(np.sin(angle), np.cos(angle)))


def _cycles(
    scenario: "Scenario", motion: Motion, start_s: float, generator: np.random.Generator
) -> tuple[Cycle, ...]:
    """Return the set: repetitions with their mistakes, attempts in between."""
    scales = _Scales(scenario, motion)
    cycles: list[Cycle] = []
    breaks = _breaks(scenario)
    for number in range(1, scenario.repetitions + 1):
        cycle = _cycle(scenario, motion, number, start_s, generator)
        cycle = scales.apply(cycle, number)
        cycles.append(cycle)
        if number in breaks:
            cycles.append(_attempt(cycle, generator))
        start_s = cycles[-1].next_s
    return tuple(cycles)


def _attempt(last: Cycle, generator: np.random.Generator) -> Cycle:
    """Return an attempt that follows the repetition `last`."""
    depth = _BROKEN_OFF * float(generator.normal(1.0, 0.06))
    start = last.next_s
    return replace(
        last, start_s=start, depth=depth, complete=False, reason="too_small",
        grades={}, amounts={},
    )  # fmt: skip


def _breaks(scenario: "Scenario") -> set[int]:
    """Return the repetitions after which an attempt is broken off."""
    count, attempts = scenario.repetitions, scenario.variation.attempts
    return {max(1, round(count * (k + 1) / (attempts + 1))) for k in range(attempts)}


def _cycle(
    scenario: "Scenario", motion: Motion, number: int, start_s: float,
    generator: np.random.Generator,
) -> Cycle:  # fmt: skip
    """Return one repetition without mistakes."""
    variation, usual = scenario.variation, motion.tempo
    noise = generator.normal(1.0, variation.jitter, size=5)
    tired = variation.fatigue * (number - 1) / max(scenario.repetitions - 1, 1)
    slow = np.clip(noise[:4], 0.6, 1.5) / (variation.tempo * (1.0 - 0.6 * tired))
    return Cycle(
        start_s=start_s,
        out_s=float(usual.out_s * slow[0]),
        hold_s=float(usual.hold_s * slow[1] + variation.pause_s),
        back_s=float(usual.back_s * slow[2]),
        rest_s=float(usual.rest_s * slow[3]),
        side=_side(scenario, number),
        depth=float(variation.reach * (1.0 - tired) * (0.6 + 0.4 * noise[4])),
        weaker=variation.asymmetry,
    )


def _side(scenario: "Scenario", number: int) -> Side:
    """Return the side of one repetition."""
    if scenario.side == "alternating":
        return "left" if number % 2 == 1 else "right"
    return scenario.side


class _Scales:
    """Turns grades into what makes them; each scale is found once."""

    def __init__(self, scenario: "Scenario", motion: Motion) -> None:
        self._scenario = scenario
        self._motion = motion
        self._exercise = get(scenario.exercise)
        known = {mistake.code for mistake in self._exercise.mistakes}
        for made in scenario.mistakes:
            if made.mistake not in known:
                raise UnknownMistake(
                    f"{scenario.exercise} has no mistake {made.mistake}; "
                    f"it has {', '.join(sorted(known))}."
                )
        self._found: dict[tuple[str, int, bool], grading.Scale] = {}

    def apply(self, cycle: Cycle, number: int) -> Cycle:
        """Return `cycle` with the mistakes of repetition `number`."""
        for made in self._scenario.mistakes:
            if made.covers(number) and made.grade > 0.0:
                cycle = self._make(cycle, made)
        return cycle

    def _make(self, cycle: Cycle, made: "Made") -> Cycle:
        """Return `cycle` with one mistake more."""
        grades = {**cycle.grades, made.mistake: made.grade}
        mistake = self._exercise.mistake(made.mistake)
        if mistake.measure == "duration":
            part = self._exercise.phase(mistake.phase).part
            out_s, back_s, grades[made.mistake] = grading.duration(
                mistake, part, made.grade, cycle.out_s, cycle.back_s
            )
            return replace(cycle, grades=grades, out_s=out_s, back_s=back_s)
        if made.mistake not in self._motion.knobs:
            raise UnknownMistake(f"{made.mistake} cannot be simulated yet.")
        pair, reached = [0.0, 0.0], 0.0
        for side in self._sides(cycle, made):
            scale = self._scale(made.mistake, side, one_side=made.side is not None)
            pair[side] = scale.amount(made.grade)
            reached = max(reached, min(made.grade, scale.most))
        amounts = {**cycle.amounts, made.mistake: (pair[0], pair[1])}
        grades[made.mistake] = reached
        return replace(cycle, grades=grades, amounts=amounts)

    def _sides(self, cycle: Cycle, made: "Made") -> list[int]:
        """Return the sides (0 left, 1 right) on which the mistake is made."""
        if made.side in {"left", "right"}:
            return [0 if made.side == "left" else 1]
        moving = [side for side in (0, 1) if cycle.moves(side)]
        lateral = self._motion.knobs[made.mistake].lateral
        return moving[:1] if lateral else moving

    def _scale(self, mistake: str, side: int, *, one_side: bool) -> grading.Scale:
        """Return the scale of a mistake on one side."""
        key = (mistake, side, one_side)
        if key not in self._found:
            self._found[key] = grading.scale(
                self._motion, self._scenario.body, self._exercise, mistake, side,
                alone=self._scenario.side != "both", one_side=one_side,
            )  # fmt: skip
        return self._found[key]
