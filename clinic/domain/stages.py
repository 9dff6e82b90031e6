"""How far an analysis is, as one percentage over all its stages."""

from collections.abc import Mapping
from typing import Final

# Where each stage begins, in percent. Chosen so that the bar moves evenly on a phone
# clip of half a minute: finding the pose takes longest, then preparing the video.
BEGINS_AT: Final[Mapping[str, int]] = {
    "queued": 0,
    "preparing": 2,
    "checking": 25,
    "pose": 33,
    "repetitions": 92,
    "assessment": 95,
    "done": 100,
}
STAGES: Final = tuple(BEGINS_AT)


def percent(stage: str, fraction: float) -> int:
    """Return how much of the whole is done, 0 to 100.

    Args:
        stage: one of `STAGES`.
        fraction: share of this stage that is done; clipped to 0 to 1.
    """
    begin = BEGINS_AT[stage]
    following = [value for value in BEGINS_AT.values() if value > begin]
    end = following[0] if following else begin
    return begin + int((end - begin) * min(max(fraction, 0.0), 1.0))
