"""Look for everybody in a video, far and near, to cover the heads of bystanders.

The analysis follows who is large in the picture, as it wants the patient. Here parts of
the picture are looked at too, in which the small are large.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil
from typing import Final

import numpy as np

from recognition import heads
from recognition.heads import Head, Sighting
from recognition.pose_estimation import blazepose
from recognition.pose_estimation.blazepose import DETECTOR_SIDE, Networks, Region
from recognition.pose_estimation.following import (
    SMALLEST_SIDE,
    present,
    same_person,
    without_doubles,
)
from recognition.video import Frame

# How often to look, in seconds.
LOOK_S: Final = 0.5
# Who is small is found less exactly: the box is that much larger than the patient's.
GENEROUS: Final = 1.3
# Times of frames are rounded by so much at most, in seconds.
SLACK_S: Final = 0.005
# Sides of the parts, in shorter sides of the picture; two neighbors share half. On
# eight clips with several people (part tune) halves found knees and plates, no face
# more than these.
PARTS: Final = (1.0, 2 / 3)

Seen = Callable[[float], None]


def bystanders(
    frames: Iterable[Frame],
    networks: Networks,
    known: Sequence[Head],
    *,
    on_look: Seen | None = None,
) -> tuple[Head, ...]:
    """Return the heads in `frames` that are not among the `known`.

    `on_look` is called with the time of each look.
    """
    found: list[Sighting] = []
    due_s = 0.0
    for frame in frames:
        if frame.time_s < due_s - SLACK_S:
            continue
        due_s = frame.time_s + LOOK_S
        found += [seen for seen in look(frame, networks) if not _is_known(seen, known)]
        if on_look:
            on_look(frame.time_s)
    return heads.followed(found)


def look(frame: Frame, networks: Networks) -> Iterator[Sighting]:
    """Yield the head of everybody in one frame."""
    regions: list[Region] = []
    for region in _regions(frame, networks):
        if not any(same_person(region, other) for other in regions):
            regions.append(region)
    for body in without_doubles(_located(frame, networks, regions)):
        box = heads.of_body(body.pose.landmarks[:, :2] * frame.size)
        if box is not None:
            wide = heads.wider(box, GENEROUS)
            yield heads.sighting(frame.time_s, wide, frame.size)


def _located(
    frame: Frame, networks: Networks, regions: Sequence[Region]
) -> Iterator[blazepose.Found]:
    """Yield the bodies that really are in `regions`, one by one."""
    for region in regions:
        cut = blazepose.landmark_input(frame, region, is_exact=networks.is_exact)
        yield from present([networks.locate(cut)()], [region], frame.size)


def _regions(frame: Frame, networks: Networks) -> Iterator[Region]:
    """Yield where the detector finds bodies, in the whole picture and its parts."""
    for left, top, side in parts(*frame.size):
        scale = side / DETECTOR_SIDE
        matrix = np.array([[scale, 0.0, left], [0.0, scale, top]])
        cut = frame.cut(matrix, DETECTOR_SIDE, is_exact=networks.is_exact)
        boxes, logits = networks.detect(cut[None])
        square = round(side)
        for body in blazepose.detections(boxes[0], logits[0], square, square):
            near = body.region
            if near.side >= SMALLEST_SIDE:
                yield Region(near.x + left, near.y + top, near.side, near.turn)


def parts(width: int, height: int) -> Iterator[tuple[float, float, float]]:
    """Yield left, top and side of the squares that are looked at, in pixels.

    First the whole, within a square of its longer side.
    """
    longer, shorter = max(width, height), min(width, height)
    yield (width - longer) / 2, (height - longer) / 2, float(longer)
    for share in PARTS:
        side = share * shorter
        for top in _starts(height, side):
            for left in _starts(width, side):
                yield left, top, side


def _starts(length: float, side: float) -> list[float]:
    """Return where squares begin that cover `length`, half over one another."""
    steps = ceil(2 * (length - side) / side - 1e-9)
    return [float(start) for start in np.linspace(0, length - side, steps + 1)]


def _is_known(seen: Sighting, known: Sequence[Head]) -> bool:
    """Say whether the middle of what was `seen` is a head that is in sight.

    One that was seen a while ago is covered wide, and not for long.
    """
    middle = heads.wider(seen.box, 0.5 / GENEROUS)
    in_sight = [head for head in known if head.is_in_sight(seen.time_s)]
    return any(heads.holds(box, middle) for box in heads.at(in_sight, seen.time_s))
