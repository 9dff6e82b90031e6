"""Lunges: one foot steps forward, the body goes down between the feet."""

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


@dataclass(frozen=True, slots=True)
class Lunge:
    """Each repetition steps forward with its side and pushes back.

    Attributes:
        knee_deg: flexion of the front knee at the lowest point.
        step: length of the step as a share of the stature.
    """

    knee_deg: float = 95.0
    step: float = 0.44
    stance_m: float = 0.10
    tempo: Tempo = field(default_factory=lambda: Tempo(1.5, 0.15, 1.4, 0.7))
    props: frozenset[Prop] = frozenset()
    knobs: Mapping[str, Knob] = field(
        default_factory=lambda: {
            "knee_over_toe": Knob(0.75),  # radians of shank tilt
            "forward_lean": Knob(1.1),  # radians
            "shallow_depth": Knob(0.5),  # share of the range that is lost
            "knee_inward": Knob(0.7, one_side=True),  # radians
            "front_heel_lifts": Knob(0.8),  # radians
        }
    )

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the lunge that follows `course`."""
        front = np.argmax(course.moved, axis=1)
        pose = standing(body, len(course), stance=self.stance_m)
        rows = np.arange(len(course))
        way = course.both
        step = self.step * body.stature_m * minimum_jerk(way / _STEPPED)
        low = minimum_jerk((way - 0.2) / 0.8)
        low = low * (1.0 - np.clip(course.worst("shallow_depth"), 0.0, 1.0))
        heel = low * course.worst("front_heel_lifts")
        ball, foot = pose.ball.copy(), pose.foot.copy()
        ball[rows, front, 0] += step
        swing = 4.0 * np.clip(way / _STEPPED, 0.0, 1.0)
        swing = swing * (1.0 - np.clip(way / _STEPPED, 0.0, 1.0))
        ball[rows, front, 2] += 0.05 * swing
        foot[rows, front, 1] = heel + 0.15 * swing
        pelvis = self._pelvis(body, course, step, low, heel)
        foot[rows, 1 - front, 1] = self._back_heel(body, pose, pelvis)
        knee = pose.knee + low[:, None] * course.fault("knee_inward")
        lean = np.radians(4.0) + low * (np.radians(6.0) + course.worst("forward_lean"))
        return _upright(
            pose.change(pelvis=pelvis, ball=ball, foot=foot, knee=knee), lean
        )

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
        stand_x = start + ankle_x
        # From over the standing leg to behind the front knee.
        share = minimum_jerk(course.both / 0.7)
        x = stand_x + share * (down_x - stand_x)
        aside = (self.stance_m - body.hip_half_width) ** 2
        z = ankle_z + np.sqrt(np.maximum(drop**2 - aside, 0.01))
        # Neither leg may be asked to be longer than it is.
        for ankle in (stand_x + 0.10 * share, stand_x + step):
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
