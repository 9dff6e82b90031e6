"""Standing up from a chair and sitting down again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.motions.legs import hips_over_feet
from recognition.simulation.phases import minimum_jerk
from recognition.simulation.posture import SIGN, Posture, standing

Floats = npt.NDArray[np.float64]

SEATED_KNEE_DEG = 96.0


@dataclass(frozen=True, slots=True)
class SitToStand:
    """Rest is sitting, the peak is standing.

    Attributes:
        lean_deg: how far the trunk leans forward when the seat is left.
    """

    lean_deg: float = 38.0
    stance_m: float = 0.12
    tempo: Tempo = field(default_factory=lambda: Tempo(1.5, 0.5, 1.6, 0.7))
    props: frozenset[Prop] = frozenset({"chair"})
    knobs: Mapping[str, Knob] = field(
        default_factory=lambda: {
            "not_fully_standing": Knob(1.0),  # radians
            "bent_knees": Knob(0.7),  # share of the range that is lost
            "excessive_lean": Knob(1.0),  # radians
            "knees_inward": Knob(1.0, one_side=True),  # radians
            "weight_shift": Knob(0.16, one_side=True, lateral=True),  # metres
        }
    )

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the movement that follows `course`; the feet stay."""
        risen = course.both
        pose = standing(body, len(course), stance=self.stance_m)
        # The trunk leans first; hips and knees follow once it has begun.
        straight = np.clip((risen - 0.06) / 0.94, 0.0, 1.0) ** 1.3
        straight = straight * (1.0 - np.clip(course.worst("bent_knees"), 0.0, 1.0))
        flexion = np.radians(5.0 + (SEATED_KNEE_DEG - 5.0) * (1.0 - straight))
        rising = 4.0 * straight * (1.0 - straight)
        tilt = np.radians(8.0) * (1.0 - straight) + np.radians(9.0) * rising
        shift = rising * (course.fault("weight_shift") * np.array(SIGN)).sum(axis=1)
        pelvis = hips_over_feet(
            body, pose, flexion, tilt, np.zeros(len(course)), shift, self.stance_m
        )
        inward = rising[:, None] * course.fault("knees_inward")
        pose = pose.change(pelvis=pelvis, knee=pose.knee + inward)
        lean = np.radians(6.0) * (1.0 - risen) + self._lean(risen, course)
        return _seated(pose, 1.0 - straight, lean)

    def _lean(self, risen: Floats, course: Course) -> Floats:
        """Return the forward lean of the trunk (T,), largest as the seat is left."""
        wave = minimum_jerk(risen / 0.35) - minimum_jerk((risen - 0.35) / 0.65)
        most = np.radians(self.lean_deg) + course.worst("excessive_lean")
        return np.asarray(wave * most + risen * course.worst("not_fully_standing"))


def _seated(pose: Posture, seated: Floats, lean: Floats) -> Posture:
    """Return `pose` leant forward, the hands on the thighs as far as `seated`."""
    turn, spine, head = pose.turn.copy(), pose.spine.copy(), pose.head.copy()
    turn[:, 1] += 0.8 * lean
    spine[:, 1] += 0.2 * lean
    head[:, 1] -= 0.6 * lean
    rest = np.clip(seated, 0.0, 1.0)[:, None]
    shoulder = pose.shoulder.copy()
    shoulder[:, :, 0] += rest * (np.radians(8.0) + 0.5 * lean[:, None])
    shoulder[:, :, 1] += rest * (np.radians(75.0) - shoulder[:, :, 1])
    shoulder[:, :, 2] += rest * np.radians(72.0)
    elbow = pose.elbow + rest * np.radians(50.0)
    return pose.change(
        turn=turn, spine=spine, head=head, shoulder=shoulder, elbow=elbow
    )
