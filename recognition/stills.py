"""Take one still picture out of a video: the poster of a player."""

from pathlib import Path
from typing import Final

import numpy as np

from recognition import video
from recognition.options import Limits
from recognition.video import Picture

LONGEST_SIDE_PX: Final = 720
QUALITY: Final = 80


def save_still(
    source: Path, target: Path, *, time_s: float, limits: Limits = Limits()
) -> None:
    """Write the frame shown at `time_s` to `target` as JPEG, without metadata.

    Args:
        source: a video of any accepted kind.
        target: a `.jpg` path; replaced if it exists.
        time_s: seconds from the first frame; beyond the end is the last frame.
        limits: what is refused.

    Raises:
        Unanalyzable: as `video.stamped_frames`.
    """
    shown = None
    for frame in video.stamped_frames(source, limits):
        if shown is not None and frame.time_s > time_s:
            break
        shown = frame
    if shown is not None:
        target.write_bytes(_jpeg(video.upright(shown).picture))


def _jpeg(picture: Picture) -> bytes:
    import cv2

    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    blue_first = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    done, encoded = cv2.imencode(
        ".jpg", blue_first, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    )
    if not done:
        raise OSError("the still picture could not be encoded")
    return bytes(np.asarray(encoded).tobytes())
