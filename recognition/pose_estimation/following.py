"""Follow everybody through a clip with BlazePose, on any of its runtimes.

A detector looks for people once in a while and whenever somebody is lost; between,
each person's region follows from their own landmarks of the frame before.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import numpy as np

from recognition import heads
from recognition.options import ClickedPoint
from recognition.pose_estimation import blazepose
from recognition.pose_estimation.base import PoseEstimate
from recognition.pose_estimation.blazepose import (
    MOST_PEOPLE,
    PRESENCE_THRESHOLD,
    Found,
    Landmarks,
    Located,
    Networks,
    Region,
)
from recognition.pose_estimation.person import People, choose
from recognition.pose_estimation.read_ahead import read_ahead
from recognition.poses import Floats
from recognition.video import Frame

# How often to look for people: often at first, so nobody's first repetition is
# missed, then seldom, as the detector costs as much as the landmarks. Once a second is
# too seldom: of three hard clips one was then counted wrong and one refused.
LOOK_AROUND_S: Final = 0.5
FIRST_LOOKS_S: Final = 0.1
FIRST_S: Final = 1.0
# Two regions are one person when their centers are closer than this, in sides of
# the smaller one. On eight clips of one person the detector's region and the followed
# one are at most 0.08 apart; a coach and a patient in touch are 0.11 apart and more
# (clips to tune on).
SAME_REGION: Final = 0.12
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
        if self.networks.is_exact:
            frames = _converted(frames)
        for frame, found in Follower(self.networks).follow(read_ahead(frames)):
            people.add(frame.time_s, frame.size, [body.pose for body in found])
        choice = choose(people, patient=patient)
        return PoseEstimate(
            choice.poses,
            choice.people_seen,
            choice.share,
            heads.followed(people.heads()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """A frame whose landmarks are under way.

    Attributes:
        regions: where each person is expected in it.
        landmarks: how to wait for each region's.
        look: how to wait for everybody the detector finds, if it was asked.
    """

    frame: Frame
    regions: list[Region]
    landmarks: list[Landmarks]
    look: Future[list[Region]] | None


class Follower:
    """Holds the regions of everybody from frame to frame.

    Several frames are under way at a time, in regions that are where each person
    goes if they keep on moving as they do. From the first frame on in which somebody
    is lost or new, the frames under way are begun again.

    Attributes:
        regions: where each person is expected in the next frame.
        moves: how far each region moves from frame to frame, in pixels.
    """

    def __init__(self, networks: Networks) -> None:
        self.networks = networks
        self.regions: list[Region] = []
        self.moves: list[tuple[float, float]] = []
        self.due_s = 0.0
        self._coming: Iterator[Frame] = iter(())
        self._ahead: deque[Begun] = deque()
        self._detecting = ThreadPoolExecutor(1, "detector")

    def follow(self, frames: Iterable[Frame]) -> Iterator[tuple[Frame, list[Found]]]:
        """Yield each frame with everybody in it."""
        self._coming = iter(frames)
        while True:
            self._begin_more()
            if self._ahead:
                begun = self._ahead.popleft()
                frame, found = begun.frame, self._finished(begun)
                self._begin_more()
            elif (next_frame := next(self._coming, None)) is not None:
                frame, found = next_frame, self._afresh(next_frame)
            else:
                return
            yield frame, found

    def _begin_more(self) -> None:
        """Keep as many frames under way as run best together."""
        while self.regions and len(self._ahead) < self.networks.at_a_time:
            frame = next(self._coming, None)
            if frame is None:
                return
            self._ahead.append(self._begun(frame, steps=len(self._ahead)))

    def _begun(self, frame: Frame, *, steps: int) -> Begun:
        """Begin a frame that is so many frames behind the next one."""
        look = None
        if frame.time_s >= self.due_s:
            self._plan_look(frame)
            look = self._look(frame)
        regions = [
            replace(region, x=region.x + steps * dx, y=region.y + steps * dy)
            for region, (dx, dy) in zip(self.regions, self.moves, strict=True)
        ]
        return Begun(frame, regions, self._locate(frame, regions), look)

    def _finished(self, begun: Begun) -> list[Found]:
        """Return everybody in a frame that was begun."""
        frame = begun.frame
        located = [wait() for wait in begun.landmarks]
        found = without_doubles(present(located, begun.regions, frame.size))
        if len(found) < len(begun.regions):
            self._give_up_ahead()
            return self._afresh(frame)
        self._expect(found, self.regions)
        if begun.look is not None:
            everybody = self._with_new(frame, found, begun.look.result())
            if len(everybody) > len(found):
                self._give_up_ahead()
                found = everybody
                self._expect(found, [body.region for body in found])
        return found

    def _give_up_ahead(self) -> None:
        """Have the frames that are under way begun again."""
        frames = [begun.frame for begun in self._ahead]
        looks = [begun.frame.time_s for begun in self._ahead if begun.look]
        self.due_s = min([self.due_s, *looks])
        self._coming = chain(frames, self._coming)
        self._ahead.clear()

    def _afresh(self, frame: Frame) -> list[Found]:
        """Return everybody in a frame in which somebody may be lost."""
        found = self._located(frame, self.regions)
        if len(found) < max(len(self.regions), 1) or frame.time_s >= self.due_s:
            self._plan_look(frame)
            found = self._with_new(frame, found, self._look(frame).result())
        found = without_doubles(found)
        self._expect(found, [body.region for body in found])
        return found

    def _plan_look(self, frame: Frame) -> None:
        """Note when to look for people next, after a look at `frame`."""
        pause_s = FIRST_LOOKS_S if frame.time_s < FIRST_S else LOOK_AROUND_S
        self.due_s = frame.time_s + pause_s

    def _with_new(
        self, frame: Frame, found: list[Found], regions: list[Region]
    ) -> list[Found]:
        """Return the bodies in `found`, then those in `regions` that are new."""
        known = [body.region for body in found]
        new = [region for region in regions if not _is_among(region, known)]
        more = self._located(frame, new[: MOST_PEOPLE - len(found)])
        return without_doubles(found + more)

    def _expect(self, found: list[Found], before: list[Region]) -> None:
        """Note where everybody is expected next, from where they were `before`."""
        self.regions = [body.following for body in found]
        self.moves = [
            (now.x - then.x, now.y - then.y)
            for now, then in zip(self.regions, before, strict=True)
        ]

    def _look(self, frame: Frame) -> Future[list[Region]]:
        """Begin to look for everybody; one picture at a time."""
        return self._detecting.submit(self._detect, frame)

    def _detect(self, frame: Frame) -> list[Region]:
        """Return the regions of everybody the detector finds."""
        seen = blazepose.detector_input(frame, is_exact=self.networks.is_exact)
        boxes, logits = self.networks.detect(seen[None])
        bodies = blazepose.detections(boxes[0], logits[0], *frame.size)
        return [body.region for body in bodies]

    def _located(self, frame: Frame, regions: list[Region]) -> list[Found]:
        """Return the bodies that really are in `regions`."""
        regions = [region for region in regions if region.side >= SMALLEST_SIDE]
        landmarks = self._locate(frame, regions)
        return present([wait() for wait in landmarks], regions, frame.size)

    def _locate(self, frame: Frame, regions: list[Region]) -> list[Landmarks]:
        """Begin to look for landmarks in `regions`; return how to wait for each."""
        is_exact = self.networks.is_exact
        return [
            self.networks.locate(
                blazepose.landmark_input(frame, region, is_exact=is_exact)
            )
            for region in regions
        ]


def _converted(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Yield `frames`, their pictures made in the thread that reads them."""
    for frame in frames:
        _ = frame.picture
        yield frame


def present(
    located: list[Located], regions: list[Region], size: tuple[int, int]
) -> list[Found]:
    """Return the bodies that really are in `regions`."""
    bodies = blazepose.poses_of(located, regions, *size)
    return [body for body in bodies if body.presence >= PRESENCE_THRESHOLD]


def without_doubles(found: Iterable[Found]) -> list[Found]:
    """Drop a body that two regions have ended up on; the earlier one stays."""
    kept: list[Found] = []
    for body in found:
        if not _is_among(body.following, [other.following for other in kept]):
            kept.append(body)
    return kept


def _is_among(region: Region, others: list[Region]) -> bool:
    """Say whether `region` is on the same person as one of `others`."""
    return any(same_person(region, other) for other in others)


def same_person(a: Region, b: Region) -> bool:
    """Say whether two regions are on one person."""
    return _apart(a, b) < SAME_REGION


def _apart(a: Region, b: Region) -> float:
    """Return the distance of the centers, in sides of the smaller region."""
    between: Floats = np.array([a.x - b.x, a.y - b.y])
    return float(np.linalg.norm(between) / max(min(a.side, b.side), 1e-9))
