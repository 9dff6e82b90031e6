"""Replays saved poses instead of computing them."""

from collections.abc import Iterable
from pathlib import Path

from recognition import poses
from recognition.options import ClickedPoint
from recognition.pose_estimation.base import PoseEstimate
from recognition.video import Frame


class RecordedRuntime:
    """Gives the poses of a file; the frames are counted, not looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def estimate(
        self,
        frames: Iterable[Frame],
        *,
        patient: ClickedPoint | None = None,  # noqa: ARG002
    ) -> PoseEstimate:
        """Return the saved poses."""
        for _ in frames:
            pass
        return PoseEstimate(poses.load(self.path), people_seen=1, patient_share=1.0)
