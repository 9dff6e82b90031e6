"""Follow everybody through a clip with BlazePose, on any of its runtimes.

A detector looks for people once in a while and whenever somebody is lost; between,
each person's region follows from their own landmarks of the frame before.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np

from recognition.options import ClickedPoint
from recognition.pose_estimation import blazepose
from recognition.pose_estimation.base import PoseEstimate
from recognition.pose_estimation.blazepose import (
    PRESENCE_THRESHOLD,
    Found,
    Located,
    Networks,
    Region,
)
from recognition.pose_estimation.person import People, choose
from recognition.pose_estimation.read_ahead import read_ahead
from recognition.poses import Floats
from recognition.video import Frame, Picture

# How often to look for people: often at first, so nobody's first repetition is
# missed, then seldom, as the detector costs as much as the landmarks.
LOOK_AROUND_S: Final = 0.5
FIRST_LOOKS_S: Final = 0.1
FIRST_S: Final = 1.0
MOST_PEOPLE: Final = 4
# Two regions are one person when their centers are closer than this, in sides of
# the smaller one: people side by side stand half a side apart and more.
SAME_REGION: Final = 0.25
# A region below this many pixels shows nothing.
SMALLEST_SIDE: Final = 16


class BlazePoseRuntime:
    """Follows everybody, so the patient can be chosen over the whole clip."""

    def __init__(self, networks: Networks) -> None:
        import cv2

        self.networks = networks
        # A cut is made in less time than a second thread takes to wake.
        cv2.setNumThreads(1)

    def estimate(
        self, frames: Iterable[Frame], *, patient: ClickedPoint | None = None
    ) -> PoseEstimate:
        """Follow everybody in `frames`, and return the patient."""
        people = People()
        follower = Follower(self.networks)
        for group in _grouped(read_ahead(frames), self.networks.at_a_time):
            for frame, found in zip(group, follower.follow_all(group), strict=True):
                size = frame.picture.shape[1], frame.picture.shape[0]
                people.add(frame.time_s, size, [body.pose for body in found])
        choice = choose(people, patient=patient)
        return PoseEstimate(choice.poses, choice.people_seen, choice.share)


class Follower:
    """Holds the regions of everybody from frame to frame.

    Attributes:
        regions: where each person is expected in the next frame.
        moves: how far each region moved from the last frame to this one, in pixels.
    """

    def __init__(self, networks: Networks) -> None:
        self.networks = networks
        self.regions: list[Region] = []
        self.moves: list[tuple[float, float]] = []
        self.due_s = 0.0
        self._detecting = ThreadPoolExecutor(1, "detector")

    def follow_all(self, frames: Sequence[Frame]) -> list[list[Found]]:
        """Return everybody in each of the next frames.

        The frames are looked at together, in regions that are where each person goes
        if they keep on moving as they do; from the first frame on in which somebody
        is not there, one by one.
        """
        if not self.regions:
            return [self.follow(frame) for frame in frames]
        look = self._look(frames)
        results = self._followed(frames)
        if look is not None:
            self._welcome(results, frames, *look)
        return results + [self.follow(frame) for frame in frames[len(results) :]]

    def _look(self, frames: Sequence[Frame]) -> tuple[int, Future[list[Region]]] | None:
        """Begin to look for people in the first frame where it is time to."""
        for number, frame in enumerate(frames):
            if frame.time_s >= self.due_s:
                return number, self._detecting.submit(self._detect, frame.picture)
        return None

    def _followed(self, frames: Sequence[Frame]) -> list[list[Found]]:
        """Return everybody in each frame, up to the first where somebody is lost."""
        results: list[list[Found]] = []
        for found in self._locate_ahead(frames):
            if len(_without_doubles(found)) < len(self.regions):
                break
            self._expect(found, self.regions)
            results.append(found)
        return results

    def _welcome(
        self,
        results: list[list[Found]],
        frames: Sequence[Frame],
        number: int,
        look: Future[list[Region]],
    ) -> None:
        """Add who is new in the frame of that number, and cut `results` off there.

        Where somebody was lost before, that frame is looked at again anyway.
        """
        regions = look.result()
        if number >= len(results):
            return
        frame = frames[number]
        self._plan_look(frame)
        found = self._with_new(frame.picture, results[number], regions)
        if len(found) > len(results[number]):
            results[number:] = [found]
            self._expect(found, [body.region for body in found])

    def follow(self, frame: Frame) -> list[Found]:
        """Return everybody in the next frame."""
        picture = frame.picture
        found = self._locate(picture, self.regions)
        if len(found) < max(len(self.regions), 1) or frame.time_s >= self.due_s:
            self._plan_look(frame)
            found = self._with_new(picture, found, self._detect(picture))
        found = _without_doubles(found)
        self._expect(found, [body.region for body in found])
        return found

    def _plan_look(self, frame: Frame) -> None:
        """Note when to look for people next, after a look at `frame`."""
        pause_s = FIRST_LOOKS_S if frame.time_s < FIRST_S else LOOK_AROUND_S
        self.due_s = frame.time_s + pause_s

    def _with_new(
        self, picture: Picture, found: list[Found], regions: list[Region]
    ) -> list[Found]:
        """Return the bodies in `found`, then those in `regions` that are new."""
        known = [body.region for body in found]
        new = [region for region in regions if not _is_among(region, known)]
        more = self._locate(picture, new[: MOST_PEOPLE - len(found)])
        return _without_doubles(found + more)

    def _expect(self, found: list[Found], before: list[Region]) -> None:
        """Note where everybody is expected next, from where they were `before`."""
        self.regions = [body.following for body in found]
        self.moves = [
            (now.x - then.x, now.y - then.y)
            for now, then in zip(self.regions, before, strict=True)
        ]

    def _locate_ahead(self, frames: Sequence[Frame]) -> list[list[Found]]:
        """Return the bodies in several frames, found all at once."""
        ahead = [
            [
                replace(region, x=region.x + n * dx, y=region.y + n * dy)
                for region, (dx, dy) in zip(self.regions, self.moves, strict=True)
            ]
            for n in range(len(frames))
        ]
        located = self.networks.locate(
            blazepose.landmark_input(frame.picture, region)
            for frame, regions in zip(frames, ahead, strict=True)
            for region in regions
        )
        people = len(self.regions)
        return [
            _present(located[n * people : (n + 1) * people], regions, frame.picture)
            for n, (frame, regions) in enumerate(zip(frames, ahead, strict=True))
        ]

    def _detect(self, picture: Picture) -> list[Region]:
        """Return the regions of everybody the detector finds."""
        height, width = picture.shape[:2]
        boxes, logits = self.networks.detect(blazepose.detector_input(picture)[None])
        bodies = blazepose.detections(boxes[0], logits[0], width, height)
        return [body.region for body in bodies]

    def _locate(self, picture: Picture, regions: list[Region]) -> list[Found]:
        """Return the bodies that really are in `regions`."""
        regions = [region for region in regions if region.side >= SMALLEST_SIDE]
        if not regions:
            return []
        cuts = (blazepose.landmark_input(picture, region) for region in regions)
        return _present(self.networks.locate(cuts), regions, picture)


def _present(
    located: list[Located], regions: list[Region], picture: Picture
) -> list[Found]:
    """Return the bodies that really are in `regions`."""
    height, width = picture.shape[:2]
    bodies = blazepose.poses_of(located, regions, width, height)
    return [body for body in bodies if body.presence >= PRESENCE_THRESHOLD]


def _grouped(frames: Iterable[Frame], size: int) -> Iterator[list[Frame]]:
    """Yield the frames in lists of `size`; the last may be shorter."""
    rest = iter(frames)
    while group := list(islice(rest, size)):
        yield group


def _without_doubles(found: list[Found]) -> list[Found]:
    """Drop a body that two regions have ended up on; the earlier one stays."""
    kept: list[Found] = []
    for body in found:
        if not _is_among(body.following, [other.following for other in kept]):
            kept.append(body)
    return kept


def _is_among(region: Region, others: list[Region]) -> bool:
    """Say whether `region` is on the same person as one of `others`."""
    return any(_apart(region, other) < SAME_REGION for other in others)


def _apart(a: Region, b: Region) -> float:
    """Return the distance of the centers, in sides of the smaller region."""
    between: Floats = np.array([a.x - b.x, a.y - b.y])
    return float(np.linalg.norm(between) / max(min(a.side, b.side), 1e-9))
