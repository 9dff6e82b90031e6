"""Lunges: the body goes down between two feet, one of which may step forward."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.motions.legs import ankle_over_ball
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import Posture, leg_reach, standing

Floats = npt.NDArray[np.float64]

_STEPPED: Final = 0.45  # share of the way at which the front foot lands
_SHORTER: Final = 0.5  # of the step by a lunge that does not go down


@dataclass(frozen=True, slots=True)
class Lunge:
    """Each repetition bends the knee of its side, which is in front.

    Attributes:
        knee_deg: flexion of the front knee at the lowest point.
        step: length of the step as a share of the stature.
        stays: the feet stay apart, as in a split squat; otherwise each repetition
            steps forward and pushes back.
    """

    knee_deg: float = 95.0
    step: float = 0.44
    stays: bool = False
    stance_m: float = 0.10
    tempo: Tempo = field(default_factory=lambda: Tempo(1.5, 0.15, 1.4, 0.7))
    props: frozenset[Prop] = frozenset()

    @property
    def knobs(self) -> Mapping[str, Knob]:
        """How this motion makes the catalog's mistakes."""
        lost = 0.56 if self.stays else 0.75  # a long step itself bends the knees
        common = {
            "knee_over_toe": Knob(0.75),  # radians of shank tilt
            "forward_lean": Knob(1.1),  # radians
            "shallow_depth": Knob(lost),  # share of the range
            "knee_inward": Knob(0.9, one_side=True),  # radians
        }
        return common if self.stays else {**common, "front_heel_lifts": Knob(1.0)}

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the lunge that follows `course`."""
        front = np.argmax(course.working, axis=1) * np.ones(len(course), dtype=int)
        pose = standing(body, len(course), stance=self.stance_m)
        rows = np.arange(len(course))
        gone, step = self._step(body, course)
        low = course.both if self.stays else minimum_jerk((course.both - 0.2) / 0.8)
        low = low * (1.0 - np.clip(course.worst("shallow_depth"), 0.0, 1.0))
        heel = low * course.worst("front_heel_lifts")
        ball, foot = pose.ball.copy(), pose.foot.copy()
        ball[rows, front, 0] += step
        swing = 4.0 * gone * (1.0 - gone)
        ball[rows, front, 2] += 0.05 * swing
        foot[rows, front, 1] = heel + 0.15 * swing
        pelvis = self._pelvis(body, course, step, low, heel)
        foot[rows, 1 - front, 1] = self._back_heel(body, pose, pelvis)
        knee = pose.knee + low[:, None] * course.fault("knee_inward")
        lean = np.radians(4.0) + low * (np.radians(6.0) + course.worst("forward_lean"))
        return _upright(
            pose.change(pelvis=pelvis, ball=ball, foot=foot, knee=knee), lean
        )

    def _step(self, body: Body, course: Course) -> tuple[Floats, Floats]:
        """Return the share of the step that is done and its length in metres, (T,)."""
        whole = np.full(len(course), self.step * body.stature_m)
        if self.stays:
            return np.ones(len(course)), whole
        gone = np.clip(course.both / _STEPPED, 0.0, 1.0)
        shorter = 1.0 - _SHORTER * np.clip(course.worst("shallow_depth"), 0.0, 1.0)
        return gone, whole * shorter * minimum_jerk(gone)

    def _pelvis(
        self, body: Body, course: Course, step: Floats, low: Floats, heel: Floats
    ) -> Floats:
        """Return the mid-hip (T, 3), as low behind the foot as the knee bends."""
        flexion = np.radians(5.0 + (self.knee_deg - 5.0) * low)
        tilt = low * (np.radians(10.0) + course.worst("knee_over_toe"))
        behind = body.shank * np.sin(tilt) - body.thigh * np.sin(flexion - tilt)
        drop = body.shank * np.cos(tilt) + body.thigh * np.cos(flexion - tilt)
        ankle_x, ankle_z = ankle_over_ball(body, heel)
        start = float(0.075 * body.stature_m)
        down_x = start + step + ankle_x + behind
        stand_x = start + ankle_x + (0.45 * step if self.stays else 0.0)
        # From over the standing leg to behind the front knee.
        share = course.both if self.stays else minimum_jerk(course.both / 0.7)
        x = stand_x + share * (down_x - stand_x)
        aside = (self.stance_m - body.hip_half_width) ** 2
        z = ankle_z + np.sqrt(np.maximum(drop**2 - aside, 0.01))
        # Neither leg may be asked to be longer than it is.
        back_x = start + ankle_x + 0.10 * share
        for ankle in (back_x, start + step + ankle_x):
            long = 0.995 * leg_reach(body, np.full_like(x, np.radians(5.0)))
            most = np.sqrt(np.maximum(long**2 - aside - (x - ankle) ** 2, 0.05))
            z = np.minimum(z, body.ankle_height + most)
        return np.stack([x, np.zeros_like(x), z], axis=1)

    def _back_heel(self, body: Body, pose: Posture, pelvis: Floats) -> Floats:
        """Return the rise (T,) of the back heel as the hips move away from it."""
        ahead = pelvis[:, 0] - pose.ball[:, 0, 0]
        share = np.clip(ahead / (0.24 * body.stature_m), 0.0, 1.0)
        return np.asarray(np.radians(62.0) * share**1.2)


def _upright(pose: Posture, lean: Floats) -> Posture:
    """Return `pose` with the trunk at `lean` and the hands at the hips."""
    turn, spine, head = pose.turn.copy(), pose.spine.copy(), pose.head.copy()
    turn[:, 1] += 0.7 * lean
    spine[:, 1] += 0.3 * lean
    head[:, 1] -= 0.7 * lean
    shoulder = pose.shoulder.copy()
    shoulder[:, :, 0] = np.radians(38.0)
    shoulder[:, :, 1] = np.radians(-25.0)
    shoulder[:, :, 2] = np.radians(-48.0)
    elbow = np.full_like(pose.elbow, np.radians(92.0))
    return pose.change(
        turn=turn, spine=spine, head=head, shoulder=shoulder, elbow=elbow
    )
