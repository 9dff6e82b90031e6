"""BlazePose by MediaPipe's Tasks API in video mode: the reference runtime.

Video mode follows one person well and several people badly (it drops tracks that
it keeps when told to follow one), so one landmarker follows, and once a second
another one looks for everybody.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

from recognition import assets
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


class MediaPipeRuntime:
    """Follows one person, and counts who else is there."""

    def estimate(
        self, frames: Iterable[Frame], *, patient: ClickedPoint | None = None
    ) -> PoseEstimate:
        """Follow the person that MediaPipe picks, and count everybody."""
        followed, everybody = People(), People(lost_s=2.5 * LOOK_AROUND_S)
        due_s = 0.0
        with (
            _landmarker("VIDEO", 1) as video,
            _landmarker("IMAGE", MOST_PEOPLE) as all_,
        ):
            for frame in frames:
                size = frame.picture.shape[1], frame.picture.shape[0]
                followed.add(frame.time_s, size, _poses(video, frame, is_video=True))
                if frame.time_s >= due_s:
                    due_s = frame.time_s + LOOK_AROUND_S
                    everybody.add(frame.time_s, size, _poses(all_, frame))
        choice = choose(followed, patient=patient)
        crowd = choose(everybody) if everybody.tracks else choice
        return PoseEstimate(
            choice.poses, max(choice.people_seen, crowd.people_seen), crowd.share
        )


def _landmarker(mode: str, people: int) -> "vision.PoseLandmarker":
    """Load the networks, for `VIDEO` or single `IMAGE`s."""
    from mediapipe.tasks.python import BaseOptions, vision

    return vision.PoseLandmarker.create_from_options(
        vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(assets.pose_task())),
            running_mode=vision.RunningMode[mode],
            num_poses=people,
        )
    )


def _poses(
    landmarker: "vision.PoseLandmarker", frame: Frame, *, is_video: bool = False
) -> list[Pose]:
    """Return everybody found in one frame."""
    import mediapipe

    image = mediapipe.Image(mediapipe.ImageFormat.SRGB, frame.picture)
    if is_video:
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
