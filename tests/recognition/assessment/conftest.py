"""A performer who does an exercise well or badly, and the judge of it."""

from dataclasses import dataclass

import numpy as np
import pytest

from recognition import viewpoint
from recognition.assessment import Assessment, assess
from recognition.exercises import catalog
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Segmentation, Span
from recognition.skeleton import mirrored
from tests.recognition.stick_figure import Figure, cycles


@dataclass
class Performance:
    """A figure, its repetitions and the exercise it is judged by."""

    figure: Figure
    spans: list
    exercise: str
    side: str = "both"
    sure: float = 1.0

    def poses(self, **camera):
        return self.figure.seen(**camera)

    def judged(self, poses: PoseSequence | None = None, **camera) -> Assessment:
        poses = self.poses(**camera) if poses is None else poses
        return self.judge(poses, self.side)

    def in_the_mirror(self, **camera) -> Assessment:
        side = {"left": "right", "right": "left"}.get(self.side, "both")
        return self.judge(mirrored(self.poses(**camera)), side)

    def judge(self, poses, side) -> Assessment:
        spans = tuple(
            Span(*(float(poses.time_s[f]) for f in span), side, self.sure)
            for span in self.spans
        )
        view = viewpoint.estimate(poses)
        return assess(poses, catalog.get(self.exercise), Segmentation(spans), view)


def squat(depth=100.0, lean=0.3, frames_each=75, repetitions=3, **changes):
    """Squats to `depth` degrees of the knee; `lean` is trunk lean over knee bend."""
    course, spans = cycles(5.0, depth, repetitions, frames_each)
    way = (course - 5.0) / (depth - 5.0)
    posture = {"knee": course, "shank": 0.3 * course, "arm_forward": 30.0 * way}
    posture["hip"] = (0.7 + lean) * course
    for name, size in changes.items():
        posture[name] = size * way
    return Performance(Figure(len(course), **posture), spans, "squat")


def curl(swing=0.0, drift=0.0, side="left", frames_each=75):
    """Biceps curls; `swing` leans the trunk back, `drift` lifts the upper arm."""
    course, spans = cycles(8.0, 135.0, frames_each=frames_each)
    way = (course - 8.0) / 127.0
    figure = Figure(
        len(course),
        elbow=course,
        hip=-swing * way,
        arm_forward=drift * way - swing * way,
    )
    return Performance(figure, spans, "biceps_curl", side)


def raise_arms(left=100.0, right=100.0, lean=0.0):
    """Arms lifted sideways, each side to its own height."""
    course, spans = cycles(0.0, 1.0, frames_each=75)
    figure = Figure(
        len(course),
        arm_side=8 + (left - 8) * course,
        arm_side_right=8 + (right - 8) * course,
        lean_side=lean * course,
    )
    return Performance(figure, spans, "shoulder_abduction")


@pytest.fixture
def perform():
    """The exercises that can be performed, by name."""
    return {"squat": squat, "curl": curl, "raise_arms": raise_arms}


@pytest.fixture
def hide():
    """Take a joint out of the picture on all frames."""

    def hidden(poses, joint):
        poses.landmarks[:, joint] = np.nan
        poses.world[:, joint] = np.nan
        poses.visibility[:, joint] = 0.0
        return poses

    return hidden
