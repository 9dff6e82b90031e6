"""Curling dumbbells."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from recognition.simulation.body import Body
from recognition.simulation.course import Course
from recognition.simulation.motions.base import Knob, Prop, Tempo
from recognition.simulation.posture import Posture, standing


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
            "side_lean": Knob(0.95, one_side=True, lateral=True),  # radians
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
