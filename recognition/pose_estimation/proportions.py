"""Give a squeezed picture back the proportions of a body.

Some phones and editors write a portrait recording into a landscape picture (or the
reverse) by squeezing it, and no tag tells. The pose networks, trained on bodies of
ordinary proportions, then lose the person in most frames.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from recognition.pose_estimation.base import PoseEstimate
from recognition.video import Frame

# Below this share of frames with the patient the other proportions are tried; they
# are kept when they find the patient in that much more of the frames.
OFTEN_LOST: Final = 0.6
GAIN: Final = 0.2
# Longest side of the resized picture: the networks look at 224 and 256 pixels.
LONGEST_PX: Final = 720


def swapped(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Yield the frames with width and height exchanged by resizing."""
    import cv2

    for frame in frames:
        height, width = frame.picture.shape[:2]
        scale = min(1.0, LONGEST_PX / max(height, width))
        size = round(height * scale), round(width * scale)
        resized = cv2.resize(frame.picture, size, interpolation=cv2.INTER_AREA)
        picture = resized.astype(np.uint8, copy=False)
        yield Frame(frame.index, frame.time_s, picture, frame.rotation_deg)


def is_suspect(estimate: PoseEstimate) -> bool:
    """Tell whether the patient was lost so often that the picture may be squeezed."""
    return float(estimate.poses.found.mean()) < OFTEN_LOST


def is_better(estimate: PoseEstimate, than: PoseEstimate) -> bool:
    """Tell whether other proportions find the patient plainly more often."""
    gain = estimate.poses.found.mean() - than.poses.found.mean()
    return bool(gain >= GAIN)
