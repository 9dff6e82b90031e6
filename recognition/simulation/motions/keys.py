"""Motions told by two key postures, what carries the body, and their mistakes.

A key posture names channels and their values, degrees or metres (`METRES`). A channel
of a limb belongs to the side that works; with `other_` before its name to the side
that does not. A channel of the trunk that leads aside counts toward the side that
works. What is not named keeps its value of `HABIT`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import SIGN, Posture

Floats = npt.NDArray[np.float64]
Key = Mapping[str, float]

# How an arm hangs and a leg stands where a key posture does not say it.
HABIT: Final[Key] = MappingProxyType(
    {"raise": 9.0, "plane": 12.0, "elbow": 12.0, "crouch": 5.0, "shin": 2.5,
     "knee": 6.0, "spread": 4.0}
)  # fmt: skip
METRES: Final = frozenset({"shift", "shrug", "apart", "wall", "width", "lift"})
SHARES: Final = frozenset({"air", "reach", "flat", "hop", "set", "up", "slide"})
# These arrive early: an arm is soon in its plane, a foot soon off the floor.
_EARLY: Final[Key] = MappingProxyType(
    {"plane": 2.0, "axial": 2.0, "thumb": 2.0, "air": 5.0, "shift": 4.0, "set": 2.0,
     "reach": 2.0}
)  # fmt: skip
# These begin once this share of the way is done: a knee bends on a foot that landed.
_LATE: Final[Key] = MappingProxyType({"dip": 0.3})
_OTHER: Final = "other_"


@dataclass(frozen=True, slots=True)
class Fault:
    """How a mistake changes the movement, as much as stated at amount 1.

    Attributes:
        adds: what it adds to channels at the peak.
        rests: the same, from before the repetition until after it.
        loses: share of the way to the peak that is missing.
        keeps: share of the way that is not given back at rest.
        only: the channels that lose or keep; all of them where empty.
        one_side: it may be made on one side alone.
        lateral: it goes to one side only.
    """

    adds: Key = field(default_factory=dict)
    rests: Key = field(default_factory=dict)
    loses: float = 0.0
    keeps: float = 0.0
    only: frozenset[str] = frozenset()
    one_side: bool = False
    lateral: bool = False

    def shortens(self, channel: str) -> bool:
        """Return whether the way of `channel` is changed."""
        return not self.only or channel in self.only


class Support(Protocol):
    """What carries the body: turns channels into a posture over the floor."""

    def __call__(self, body: Body, channels: "Channels") -> Posture:
        """Return the posture in every frame."""
        ...


@dataclass(frozen=True, slots=True)
class Keyed:
    """An exercise between two key postures; `peak` says what differs from `rest`."""

    support: Support
    rest: Key
    peak: Key
    faults: Mapping[str, Fault]
    tempo: Tempo = field(default_factory=lambda: Tempo(1.2, 0.25, 1.2, 0.6))
    props: frozenset[Prop] = frozenset()

    @property
    def knobs(self) -> Mapping[str, Knob]:
        """How this motion makes the catalog's mistakes."""
        return {
            name: Knob(1.0, one_side=fault.one_side, lateral=fault.lateral)
            for name, fault in self.faults.items()
        }

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the posture that follows `course`."""
        return self.support(body, Channels(self, course))


class Channels:
    """The values of all channels over a course, radians or metres."""

    def __init__(self, motion: Keyed, course: Course) -> None:
        self._motion = motion
        self._course = course
        self._made = [
            (fault, course.fault(name), course.at_rest(name), course.throughout(name))
            for name, fault in motion.faults.items()
            if name in course.faults
        ]

    def __len__(self) -> int:
        return len(self._course)

    @property
    def working(self) -> Floats:
        """(T, 2), 1 for the side whose turn it is, both where both move."""
        return self._course.working

    def pair(self, name: str) -> Floats:
        """Return a limb's channel, left and right, (T, 2)."""
        working = self._course.working
        idle = 1.0 - working
        other = f"{_OTHER}{name}"
        value = working * self._rest(name) + idle * self._rest(other)
        value = value + self._change(name) + idle * self._change(other)[:, ::-1]
        return _scaled(name, value)

    def one(self, name: str) -> Floats:
        """Return a channel of the trunk that both sides share, (T,)."""
        value = self._rest(name) + self._largest(name)
        return _scaled(name, value)

    def toward_left(self, name: str) -> Floats:
        """Return a channel that leads aside, (T,), to the left positive."""
        aside = np.array(SIGN)
        value = self._rest(name) * (self._course.working * aside).sum(axis=1)
        return _scaled(name, value + (self._change(name) * aside).sum(axis=1))

    def _rest(self, name: str) -> float:
        """Return the value at rest; the idle side is as the working one."""
        rest, plain = self._motion.rest, name.removeprefix(_OTHER)
        habit = HABIT.get(plain, 0.0)
        return rest.get(name, rest.get(plain, habit))

    def _way(self, name: str) -> Floats:
        """Return how far `name` has gone to the peak, (T, 2)."""
        moved = self._course.moved
        lost, kept = np.zeros_like(moved), np.zeros_like(moved)
        for fault, _, resting, whole in self._made:
            if fault.shortens(name):
                lost = lost + fault.loses * whole
                kept = kept + fault.keeps * resting
        way = moved * (1.0 - np.clip(lost, 0.0, 1.0))
        kept = np.clip(kept, 0.0, 1.0)
        return np.asarray(kept + (1.0 - kept) * way)

    def _eased(self, name: str) -> Floats:
        """Return the way of `name`, sooner or later than the whole movement, (T, 2)."""
        plain, way = name.removeprefix(_OTHER), self._way(name)
        if plain in _LATE:
            return minimum_jerk((way - _LATE[plain]) / (1.0 - _LATE[plain]))
        early = _EARLY.get(plain, 1.0)
        return way if early == 1.0 else np.clip(way * early, 0.0, 1.0)

    def _change(self, name: str) -> Floats:
        """Return what is added to the value at rest by each side's way, (T, 2)."""
        goal = self._motion.peak.get(name)
        change = np.zeros((len(self), 2))
        if goal is not None:
            change += self._eased(name) * (goal - self._rest(name))
        for fault, acting, resting, _ in self._made:
            if name in fault.adds:
                change += fault.adds[name] * acting * self._course.moved
            if name in fault.rests:
                change += fault.rests[name] * resting
        return change

    def _largest(self, name: str) -> Floats:
        """Return the change of the side that changes most, (T,)."""
        change = self._change(name)
        return np.where(
            np.abs(change[:, 0]) >= np.abs(change[:, 1]), change[:, 0], change[:, 1]
        )


def _scaled(name: str, value: Floats) -> Floats:
    """Return degrees as radians; metres and shares as they are."""
    as_is = name in METRES or name in SHARES
    return value if as_is else np.asarray(np.radians(value))
