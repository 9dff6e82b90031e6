"""Squats: both feet stay, hips and knees bend, the arms balance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.motions.legs import hips_over_feet
from recognition.simulation.posture import SIGN, Posture, standing

Floats = npt.NDArray[np.float64]

_UPRIGHT_DEG: Final = 5.0  # nobody stands with quite straight knees


@dataclass(frozen=True, slots=True)
class Squat:
    """How this person squats without a mistake.

    Attributes:
        knee_deg: knee flexion at the lowest point.
        stance_m: half the distance between the balls of the feet.
        lean: forward lean of the trunk as a share of the knee's flexion; about 0.36
            keeps the middle of the body over the feet.
    """

    knee_deg: float = 100.0
    stance_m: float = 0.15
    lean: float = 0.36
    tempo: Tempo = field(default_factory=lambda: Tempo(1.3, 0.15, 1.2, 0.7))
    props: frozenset[Prop] = frozenset()
    knobs: Mapping[str, Knob] = field(
        default_factory=lambda: {
            "shallow_depth": Knob(0.9),  # share of the range that is lost
            "forward_lean": Knob(1.2),  # radians
            "knees_inward": Knob(0.7, one_side=True),  # radians
            "heels_lift": Knob(0.8),  # radians
            "weight_shift": Knob(0.16, one_side=True, lateral=True),  # metres
        }
    )

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the squat that follows `course`."""
        bend = course.both * (1.0 - np.clip(course.worst("shallow_depth"), 0.0, 1.0))
        heel = bend * course.worst("heels_lift")
        return self._lowered(body, bend, heel, course)

    def _lowered(
        self, body: Body, bend: Floats, heel: Floats, course: Course
    ) -> Posture:
        """Return a squat at `bend` (T,), 0 = upright, 1 = the full knee flexion.

        The shank tilts forward by 0.29 of the knee's flexion, more on raised heels.
        """
        pose = standing(body, len(bend), stance=self.stance_m)
        flexion = np.radians(_UPRIGHT_DEG + (self.knee_deg - _UPRIGHT_DEG) * bend)
        lean = self.lean * flexion + bend * course.worst("forward_lean")
        shift = bend * (course.fault("weight_shift") * np.array(SIGN)).sum(axis=1)
        foot = pose.foot.copy()
        foot[:, :, 1] = heel[:, None]
        tilt = 0.29 * flexion + 0.5 * heel
        pose = pose.change(
            pelvis=hips_over_feet(
                body, pose, flexion, tilt, heel, shift, self.stance_m
            ),
            foot=foot,
            knee=pose.knee + bend[:, None] * course.fault("knees_inward"),
        )
        return _balanced(pose, bend, lean)


def _balanced(pose: Posture, bend: Floats, lean: Floats) -> Posture:
    """Return `pose` with the trunk leant forward and the arms raised against it."""
    turn, spine, head = pose.turn.copy(), pose.spine.copy(), pose.head.copy()
    turn[:, 1] += 0.85 * lean
    spine[:, 1] += 0.15 * lean
    head[:, 1] -= 0.75 * lean
    raised = np.clip(bend * 1.15, 0.0, 1.0)[:, None]
    shoulder = pose.shoulder.copy()
    elevation = np.radians(84.0) + 0.95 * lean[:, None]
    shoulder[:, :, 0] += raised * (elevation - shoulder[:, :, 0])
    shoulder[:, :, 1] += raised * (np.radians(86.0) - shoulder[:, :, 1])
    shoulder[:, :, 2] += raised * np.radians(35.0)
    elbow = pose.elbow + raised * np.radians(10.0)
    return pose.change(
        turn=turn, spine=spine, head=head, shoulder=shoulder, elbow=elbow
    )
