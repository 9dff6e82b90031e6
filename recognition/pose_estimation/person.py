"""Follow everybody through a clip and choose the patient over the whole of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from recognition import heads
from recognition.errors import NoDominantPerson, NoPerson
from recognition.heads import Sighting
from recognition.options import ClickedPoint
from recognition.poses import JOINTS, Floats, PoseSequence

# Two poses are one person when their trunks lie closer than this, in diagonals of
# the body's box; a person moves by far less from one frame to the next.
SAME_PERSON: Final = 0.35
# Two tracks that a pose is as near to, but for this, lie on one body; same unit.
SAME_PLACE: Final = 0.05
# A person out of sight for longer is followed as somebody new, in seconds.
LOST_S: Final = 1.0
# Who is seen for a shorter share of the clip does not count as seen.
PASSER_BY: Final = 0.05
# Below this share of all movement nobody is the patient.
DOMINANT: Final = 0.4
# Two boxes that overlap by more hold one person, found twice.
FOUND_TWICE: Final = 0.6
# A person who returns is as large as before, up to this factor.
SAME_SIZE: Final = 2.0

SHOULDERS_AND_HIPS: Final = (11, 12, 23, 24)
LARGE_JOINTS: Final = (11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One body in one frame.

    Attributes:
        landmarks: (33, 3), as in `PoseSequence`.
        world: (33, 3), as in `PoseSequence`.
        visibility: (33,) in [0, 1].
    """

    landmarks: Floats
    world: Floats
    visibility: Floats


@dataclass(slots=True, eq=False)
class Track:
    """One person, followed from frame to frame."""

    frames: list[int] = field(default_factory=list)
    poses: list[Pose] = field(default_factory=list)

    def add(self, frame: int, pose: Pose) -> None:
        """Append the pose of `frame`."""
        self.frames.append(frame)
        self.poses.append(pose)


class People:
    """Collects the poses of a clip, frame by frame, as tracks."""

    def __init__(self, *, lost_s: float = LOST_S) -> None:
        self.lost_s = lost_s
        self.time_s: list[float] = []
        self.size = (1, 1)
        self.tracks: list[Track] = []

    def add(self, time_s: float, size: tuple[int, int], poses: list[Pose]) -> None:
        """Add a frame (width, height in `size`) and everybody found in it."""
        frame = len(self.time_s)
        self.time_s.append(time_s)
        self.size = size
        open_tracks = [t for t in self.tracks if self._is_recent(t, time_s)]
        for pose in self._without_doubles(poses):
            track = self._nearest(open_tracks, pose)
            if track is None:
                track = Track()
                self.tracks.append(track)
            else:
                open_tracks.remove(track)
            track.add(frame, pose)

    def _is_recent(self, track: Track, time_s: float) -> bool:
        return time_s - self.time_s[track.frames[-1]] <= self.lost_s

    def _without_doubles(self, poses: list[Pose]) -> list[Pose]:
        """Drop a body that was found a second time."""
        kept: list[Pose] = []
        for pose in poses:
            box = self.box(pose)
            if all(_overlap(box, self.box(other)) < FOUND_TWICE for other in kept):
                kept.append(pose)
        return kept

    def _nearest(self, tracks: list[Track], pose: Pose) -> Track | None:
        """Return the track that `pose` continues, if any."""
        distances = [self._distance(track.poses[-1], pose) for track in tracks]
        if not distances or min(distances) > SAME_PERSON:
            return None
        # Where two tracks have ended up on one body, it is whom it was for longer.
        near = min(distances) + SAME_PLACE
        alike = [t for t, apart in zip(tracks, distances, strict=True) if apart <= near]
        return max(alike, key=lambda track: len(track.frames))

    def _distance(self, before: Pose, after: Pose) -> float:
        """Return how far the trunk moved, in diagonals of the body's box."""
        moved = np.linalg.norm(self._trunk(after) - self._trunk(before))
        return float(moved / max(_diagonal(self.box(before)), 1.0))

    def _trunk(self, pose: Pose) -> Floats:
        """Return the middle of shoulders and hips, in pixels."""
        middle = pose.landmarks[list(SHOULDERS_AND_HIPS), :2].mean(axis=0)
        return np.asarray(middle * self.size)

    def box(self, pose: Pose) -> Floats:
        """Return x0, y0, x1, y1 around the body, in pixels."""
        points = pose.landmarks[:, :2] * self.size
        return np.concatenate([points.min(axis=0), points.max(axis=0)])

    def heads(self) -> Iterator[Sighting]:
        """Yield the head of everybody in every frame."""
        for track in self.tracks:
            for frame, pose in zip(track.frames, track.poses, strict=True):
                box = heads.of_body(pose.landmarks[:, :2] * self.size)
                if box is not None:
                    yield heads.sighting(self.time_s[frame], box, self.size)

    def area(self, track: Track) -> float:
        """Return the median area of the body within the picture, as a share of it."""
        boxes = np.array([self.box(pose) for pose in track.poses])
        sides = np.tile(self.size, 2)
        inside = np.clip(boxes, 0, sides) / sides
        return float(np.median(np.prod(inside[:, 2:] - inside[:, :2], axis=1)))

    def movement(self, track: Track) -> float:
        """Return how much the body moves within itself, in body sizes.

        The spread of the large joints around the middle of the trunk: a person who
        walks through hardly bends, and a camera that pans moves nobody.
        """
        points = np.array([p.landmarks[:, :2] for p in track.poses]) * self.size
        middle = points[:, list(SHOULDERS_AND_HIPS)].mean(axis=1, keepdims=True)
        joints = (points - middle)[:, list(LARGE_JOINTS)]
        spread = np.std(joints, axis=0).sum(axis=1).mean()
        sizes = [_diagonal(self.box(pose)) for pose in track.poses]
        return float(spread / max(float(np.median(sizes)), 1.0))

    def travel(self, track: Track) -> float:
        """Return how far the trunk goes through the picture, in body sizes."""
        points = np.array([self._trunk(pose) for pose in track.poses])
        sizes = [_diagonal(self.box(pose)) for pose in track.poses]
        way = _diagonal(np.concatenate([points.min(axis=0), points.max(axis=0)]))
        return way / max(float(np.median(sizes)), 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Who the patient is.

    Attributes:
        poses: the patient in every frame, NaN where not found.
        people_seen: how many people were followed for a while.
        share: the patient's part of all movement, 0 to 1.
    """

    poses: PoseSequence
    people_seen: int
    share: float


def choose(people: People, *, patient: ClickedPoint | None = None) -> Choice:
    """Return the patient: the largest area x duration x movement over the clip.

    Raises:
        NoPerson: nobody was found, or nobody where `patient` points.
        NoDominantPerson: several people, and none stands out.
    """
    persons = _persons(people)
    if not persons:
        raise NoPerson("Nobody was found in the video.")
    weights = np.array([_weight(people, person) for person in persons])
    shares = weights / max(float(weights.sum()), 1e-12)
    if patient is not None:
        best = _clicked(people, persons, patient)
    else:
        best = int(np.argmax(shares))
        if shares[best] < DOMINANT:
            raise NoDominantPerson(
                f"{len(persons)} people are in the picture and none stands out."
            )
    return Choice(_sequence(people, persons[best]), len(persons), float(shares[best]))


def _weight(people: People, person: Track) -> float:
    """Return area x duration x movement of one person."""
    duration = len(person.frames) / len(people.time_s)
    movement = (people.movement(person) + 1e-3) / (1 + people.travel(person))
    return people.area(person) * duration * movement


def _persons(people: People) -> list[Track]:
    """Join tracks that are one person who was lost for a while; drop passers-by."""
    persons: list[Track] = []
    for track in sorted(people.tracks, key=lambda t: -len(t.frames)):
        same = next((p for p in persons if _is_same(people, p, track)), None)
        if same is None:
            persons.append(track)
        else:
            _join(same, track)
    shortest = PASSER_BY * len(people.time_s)
    return [person for person in persons if len(person.frames) >= shortest]


def _is_same(people: People, person: Track, track: Track) -> bool:
    """Say whether `track` can be `person` after a pause: never both at once."""
    if not set(person.frames).isdisjoint(track.frames):
        return False
    ratio = people.area(person) / max(people.area(track), 1e-9)
    return bool(1 / SAME_SIZE**2 < ratio < SAME_SIZE**2)


def _join(person: Track, track: Track) -> None:
    """Add the poses of `track` to `person`, in order of time."""
    frames = person.frames + track.frames
    poses = person.poses + track.poses
    order = np.argsort(frames)
    person.frames = [frames[i] for i in order]
    person.poses = [poses[i] for i in order]


def _clicked(people: People, persons: list[Track], point: ClickedPoint) -> int:
    """Return which person is where somebody pointed."""
    frame = int(np.argmin(np.abs(np.array(people.time_s) - point.time_s)))
    at = np.array([point.x, point.y]) * people.size
    hits = []
    for number, person in enumerate(persons):
        nearest = int(np.argmin(np.abs(np.array(person.frames) - frame)))
        seen_s = people.time_s[person.frames[nearest]]
        if abs(seen_s - point.time_s) > people.lost_s:
            continue
        x0, y0, x1, y1 = people.box(person.poses[nearest])
        if x0 <= at[0] <= x1 and y0 <= at[1] <= y1:
            hits.append(((x1 - x0) * (y1 - y0), number))
    if not hits:
        raise NoPerson(
            "There is nobody at the point that was clicked.",
            what_to_do="Click on the patient's trunk while they are in the picture.",
        )
    return min(hits)[1]


def _sequence(people: People, person: Track) -> PoseSequence:
    """Lay the person's poses over all frames; NaN where they were not found."""
    total = len(people.time_s)
    landmarks = np.full((total, JOINTS, 3), np.nan)
    world = np.full((total, JOINTS, 3), np.nan)
    visibility = np.zeros((total, JOINTS))
    for frame, pose in zip(person.frames, person.poses, strict=True):
        landmarks[frame] = pose.landmarks
        world[frame] = pose.world
        visibility[frame] = pose.visibility
    return PoseSequence(
        time_s=np.array(people.time_s),
        landmarks=landmarks,
        world=world,
        visibility=visibility,
        width=people.size[0],
        height=people.size[1],
    )


def _overlap(a: Floats, b: Floats) -> float:
    """Return the intersection over union of two boxes."""
    sides = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    shared = float(np.prod(np.clip(sides, 0, None)))
    union = float(np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2])) - shared
    return shared / union if union > 0 else 0.0


def _diagonal(box: Floats) -> float:
    """Return the length of a box's diagonal, in pixels."""
    return float(np.linalg.norm(box[2:] - box[:2]))
