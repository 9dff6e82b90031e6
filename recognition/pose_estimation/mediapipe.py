"""BlazePose by MediaPipe's Tasks API in video mode: the reference runtime."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from recognition import assets
from recognition.options import ClickedPoint
from recognition.pose_estimation.base import PoseEstimate
from recognition.pose_estimation.person import People, Pose, choose
from recognition.video import Frame

if TYPE_CHECKING:
    from mediapipe.tasks.python import vision
    from mediapipe.tasks.python.components.containers import landmark


class MediaPipeRuntime:
    """Looks for several people at a time, so that others are seen and counted."""

    def __init__(self, *, people: int = 4) -> None:
        self.people = people

    def estimate(
        self, frames: Iterable[Frame], *, patient: ClickedPoint | None = None
    ) -> PoseEstimate:
        """Follow everybody in `frames`, and return the patient."""
        seen = People()
        with self._landmarker() as landmarker:
            for frame in frames:
                height, width = frame.picture.shape[:2]
                poses = _poses(landmarker, frame)
                seen.add(frame.time_s, (width, height), poses)
        choice = choose(seen, patient=patient)
        return PoseEstimate(choice.poses, choice.people_seen, choice.share)

    def _landmarker(self) -> "vision.PoseLandmarker":
        """Load the networks."""
        from mediapipe.tasks.python import BaseOptions, vision

        return vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_path=str(assets.pose_task())),
                running_mode=vision.RunningMode.VIDEO,
                num_poses=self.people,
            )
        )


def _poses(landmarker: "vision.PoseLandmarker", frame: Frame) -> list[Pose]:
    """Return everybody found in one frame."""
    import mediapipe

    image = mediapipe.Image(mediapipe.ImageFormat.SRGB, frame.picture)
    found = landmarker.detect_for_video(image, round(frame.time_s * 1000))
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
