"""Standing exercises of the arms: lifting sideways and curling."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.posture import Posture, standing

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShoulderAbduction:
    """Arms lifted out to the sides, forward, or in between.

    Attributes:
        elevation_deg: of the upper arm from the trunk at the top.
        plane_deg: how far in front of the frontal plane the arm moves.
    """

    elevation_deg: float = 125.0
    plane_deg: float = 8.0
    stance_m: float = 0.11
    tempo: Tempo = field(default_factory=lambda: Tempo(1.5, 0.25, 1.5, 0.6))
    props: frozenset[Prop] = frozenset()
    knobs: Mapping[str, Knob] = field(
        default_factory=lambda: {
            "not_high_enough": Knob(0.9),  # share of the range that is lost
            "bent_elbow": Knob(2.0),  # radians
            "trunk_lean": Knob(0.8),  # radians
            "shoulder_hike": Knob(0.14),  # metres
            "uneven_arms": Knob(0.7, one_side=True, lateral=True),  # share lost
        }
    )

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the arms that follow `course`, left and right on their own."""
        pose = standing(body, len(course), stance=self.stance_m)
        lost = course.fault("not_high_enough") + course.fault("uneven_arms")
        lifted = course.moved * (1.0 - np.clip(lost, 0.0, 1.0))
        shoulder = pose.shoulder.copy()
        top = np.radians(self.elevation_deg)
        shoulder[:, :, 0] += lifted * (top - shoulder[:, :, 0])
        near = np.clip(lifted * 2.0, 0.0, 1.0)
        plane = np.radians(self.plane_deg)
        shoulder[:, :, 1] += near * (plane - shoulder[:, :, 1])
        shoulder[:, :, 2] += near * plane  # the elbow still bends forward and up
        # A bent elbow folds forward, in the plane in which the palm faces.
        bent = np.clip(lifted * 1.5, 0.0, 1.0) * course.fault("bent_elbow")
        # Above 60 degrees the shoulder blade turns up and carries the joint with it.
        rhythm = np.clip(shoulder[:, :, 0] - np.radians(60.0), 0.0, None) * 0.012
        hike = lifted * course.fault("shoulder_hike")
        spine = pose.spine.copy()
        spine[:, 2] += _lean_away(course, lifted)
        return pose.change(
            shoulder=shoulder,
            spine=spine,
            elbow=pose.elbow * (1.0 - 0.4 * lifted) + bent,
            girdle=pose.girdle + body.stature_m * rhythm + hike,
            wrist=pose.wrist + 0.5 * np.pi * near * 0.6,
        )


def _lean_away(course: Course, lifted: Floats) -> Floats:
    """Return the side bend to the right (T,) away from the arm that is lifted.

    With both arms up it goes to the left arm's far side.
    """
    lean = lifted * course.fault("trunk_lean")
    both = np.minimum(lean[:, 0], lean[:, 1])
    return np.asarray(lean[:, 0] - lean[:, 1] + both)


@dataclass(frozen=True, slots=True)
class BicepsCurl:
    """Elbows bent with dumbbells in the hands.

    Attributes:
        elbow_deg: flexion at the top.
    """

    elbow_deg: float = 135.0
    stance_m: float = 0.12
    tempo: Tempo = field(default_factory=lambda: Tempo(1.1, 0.2, 1.3, 0.5))
    props: frozenset[Prop] = frozenset({"dumbbells"})
    knobs: Mapping[str, Knob] = field(
        default_factory=lambda: {
            "lean_back": Knob(0.7),  # radians
            "elbow_drift": Knob(1.6),  # radians
            "partial_lift": Knob(0.8),  # share of the range that is lost
            "partial_lowering": Knob(0.75),  # share of the range that is kept
            "elbow_out": Knob(1.4),  # radians
            "side_lean": Knob(0.8, one_side=True, lateral=True),  # radians
        }
    )

    def posture(self, body: Body, course: Course) -> Posture:
        """Return the curl that follows `course`."""
        pose = standing(body, len(course), stance=self.stance_m)
        lost = np.clip(course.fault("partial_lift"), 0.0, 1.0)
        kept = course.at_rest("partial_lowering")
        curled = kept + (1.0 - kept) * course.moved * (1.0 - lost)
        swing = course.moved.max(axis=1)
        elbow = pose.elbow + curled * (np.radians(self.elbow_deg) - pose.elbow)
        shoulder = pose.shoulder.copy()
        ahead = np.radians(7.0) * curled + course.moved * course.fault("elbow_drift")
        shoulder[:, :, 0] += ahead
        forward = np.clip(ahead / np.radians(15.0), 0.0, 1.0)
        shoulder[:, :, 1] += forward * (np.radians(80.0) - shoulder[:, :, 1])
        # Turned so that the forearm still rises in front of the upper arm.
        shoulder[:, :, 2] += forward * np.radians(72.0)
        out = course.moved * course.fault("elbow_out")
        shoulder[:, :, 0] += out
        aside = np.clip(out / np.maximum(ahead + out, 1e-6), 0.0, 1.0)
        shoulder[:, :, 1] -= aside * shoulder[:, :, 1]
        shoulder[:, :, 2] -= aside * shoulder[:, :, 2]
        side = swing * (course.fault("side_lean") * np.array([-1.0, 1.0])).sum(axis=1)
        spine = pose.spine.copy()
        spine[:, 2] += side
        back = swing * course.worst("lean_back")
        turn, head = pose.turn.copy(), pose.head.copy()
        turn[:, 1] -= back
        head[:, 1] += 0.7 * back
        return pose.change(
            elbow=elbow, shoulder=shoulder, spine=spine, turn=turn, head=head,
            wrist=pose.wrist + np.radians(80.0),
        )  # fmt: skip
