"""BlazePose by MediaPipe's Tasks API in video mode: the reference runtime.

Video mode follows one person well and several people badly (it drops tracks that
it keeps when told to follow one), so one landmarker follows, and once a second
another one looks for everybody.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from recognition import assets, heads
from recognition.options import ClickedPoint
from recognition.pose_estimation.base import PoseEstimate
from recognition.pose_estimation.person import People, Pose, choose
from recognition.video import Frame

if TYPE_CHECKING:
    from mediapipe.tasks.python import vision
    from mediapipe.tasks.python.components.containers import landmark

# How often to look for everybody, and how many there may be.
LOOK_AROUND_S: Final = 1.0
MOST_PEOPLE: Final = 4


Mode = Literal["VIDEO", "IMAGE"]


class MediaPipeRuntime:
    """Follows one person, and counts who else is there.

    Without `counts_people` it does nothing but follow: what it is compared by. In
    image mode every frame is looked at as if it were the first.
    """

    def __init__(self, *, mode: Mode = "VIDEO", counts_people: bool = True) -> None:
        self.mode: Mode = mode
        self.counts_people = counts_people

    def estimate(
        self, frames: Iterable[Frame], *, patient: ClickedPoint | None = None
    ) -> PoseEstimate:
        """Follow the person that MediaPipe picks, and count everybody."""
        followed, everybody = People(), People(lost_s=2.5 * LOOK_AROUND_S)
        due_s = 0.0 if self.counts_people else float("inf")
        one, several = _landmarker(self.mode, 1), _landmarker("IMAGE", MOST_PEOPLE)
        with one, several:
            for frame in frames:
                followed.add(frame.time_s, frame.size, _poses(one, frame, self.mode))
                if frame.time_s >= due_s:
                    due_s = frame.time_s + LOOK_AROUND_S
                    seen = _poses(several, frame, "IMAGE")
                    everybody.add(frame.time_s, frame.size, seen)
        choice = choose(followed, patient=patient)
        crowd = choose(everybody) if everybody.tracks else choice
        return PoseEstimate(
            choice.poses,
            max(choice.people_seen, crowd.people_seen),
            crowd.share,
            heads.followed([*followed.heads(), *everybody.heads()]),
        )


def _landmarker(mode: Mode, people: int) -> "vision.PoseLandmarker":
    """Load the networks, for `VIDEO` or single `IMAGE`s."""
    from mediapipe.tasks.python import BaseOptions, vision

    return vision.PoseLandmarker.create_from_options(
        vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(assets.pose_task())),
            running_mode=vision.RunningMode[mode],
            num_poses=people,
        )
    )


def _poses(landmarker: "vision.PoseLandmarker", frame: Frame, mode: Mode) -> list[Pose]:
    """Return everybody found in one frame."""
    import mediapipe

    picture = np.ascontiguousarray(frame.picture)
    image = mediapipe.Image(mediapipe.ImageFormat.SRGB, picture)
    if mode == "VIDEO":
        found = landmarker.detect_for_video(image, round(frame.time_s * 1000))
    else:
        found = landmarker.detect(image)
    return [
        _pose(flat, world)
        for flat, world in zip(
            found.pose_landmarks, found.pose_world_landmarks, strict=True
        )
    ]


def _pose(
    flat: "list[landmark.NormalizedLandmark]", world: "list[landmark.Landmark]"
) -> Pose:
    """Convert MediaPipe's lists of landmarks into arrays."""
    return Pose(
        landmarks=np.array([[p.x, p.y, p.z] for p in flat]),
        world=np.array([[p.x, p.y, p.z] for p in world]),
        visibility=np.array([p.visibility for p in flat]),
    )
