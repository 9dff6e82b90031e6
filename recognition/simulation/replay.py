"""Real movement for the simulated body: UI-PRMD's optical motion capture.

Joint centers are estimated from the 39 surface markers of the Plug-in-Gait set:
hips by Harrington et al. (2007, J. Biomech. 40:595-602), shoulders by Rab et al.
(2002, J. Biomech. 35:1425-1434: 17 % of the distance between the acromia below the
acromion), knees, ankles and elbows half a joint's width inward of the marker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.simulation.body import Body
from recognition.simulation.humanoid import FRAME, FRAMES, JOINT, JOINTS, Skeleton
from recognition.simulation.rotations import across, unit

Floats = npt.NDArray[np.float64]

MARKERS: Final = (
    "LFHD", "RFHD", "LBHD", "RBHD", "C7", "T10", "CLAV", "STRN", "RBAK", "LSHO", "LUPA",
    "LELB", "LFRM", "LWRA", "LWRB", "LFIN", "RSHO", "RUPA", "RELB", "RFRM", "RWRA",
    "RWRB", "RFIN", "LASI", "RASI", "LPSI", "RPSI", "LTHI", "LKNE", "LTIB", "LANK",
    "LHEE", "LTOE", "RTHI", "RKNE", "RTIB", "RANK", "RHEE", "RTOE",
)  # fmt: skip
RATE_HZ: Final = 50.0
_MARKER_M: Final = 0.007  # radius of a marker
# Half widths of the joints over skin, metres: typical of adults (Winter, ch. 4).
_KNEE_M: Final = 0.050
_ANKLE_M: Final = 0.035
_ELBOW_M: Final = 0.034
_BLEND_S: Final = 0.5  # between two episodes


@dataclass(frozen=True, slots=True, eq=False)
class Markers:
    """One episode.

    Attributes:
        places: (T, 39, 3), metres, x forward, y left, z up.
    """

    places: Floats

    def __getitem__(self, name: str) -> Floats:
        """Return one marker, (T, 3)."""
        return np.asarray(self.places[:, MARKERS.index(name)])

    def middle(self, *names: str) -> Floats:
        """Return the mean of several markers, (T, 3)."""
        return np.asarray(sum(self[name] for name in names) / len(names))


def read(
    path: Path, *, movement: int, subject: int, correct: bool | None = None
) -> list[Markers]:
    """Return the episodes of one subject from `vicon.npz`, gaps filled."""
    with np.load(path) as stored:
        offsets = np.concatenate([[0], np.cumsum(stored["length"])])
        chosen = (stored["movement"] == movement) & (stored["subject"] == subject)
        if correct is not None:
            chosen &= stored["correct"] == correct
        places = stored["positions_mm"]
        found = []
        for index in np.flatnonzero(chosen):
            part = places[offsets[index] : offsets[index + 1]]
            found.append(Markers(_filled(part.reshape(-1, len(MARKERS), 3) / 1000.0)))
    return found


def read_all(path: Path) -> Iterator[Markers]:
    """Yield every episode of `vicon.npz` in the file's order, gaps filled."""
    with np.load(path) as stored:
        ends = np.cumsum(stored["length"])[:-1]
        for part in np.split(stored["positions_mm"], ends):
            yield Markers(_filled(part.reshape(-1, len(MARKERS), 3) / 1000.0))


def _filled(places: Floats) -> Floats:
    """Return `places` with lost markers (stored as zeros) interpolated."""
    filled = places.copy()
    frames = np.arange(len(places))
    lost = (places == 0.0).all(axis=2)
    for marker in np.flatnonzero(lost.any(axis=0) & ~lost.all(axis=0)):
        seen = ~lost[:, marker]
        for axis in range(3):
            filled[:, marker, axis] = np.interp(
                frames, frames[seen], places[seen, marker, axis]
            )
    return filled


def joined(episodes: list[Skeleton]) -> tuple[Skeleton, list[tuple[float, float]]]:
    """Return episodes one after the other, and the seconds in which each one lies.

    In between the body moves straight from one's end to the next one's start.
    """
    gap = round(_BLEND_S * RATE_HZ)
    joints, axes, spans = [episodes[0].joints], [episodes[0].axes], []
    share = np.linspace(0.0, 1.0, gap + 2)[1:-1, None, None]
    for last, following in pairwise(episodes):
        joints.append(last.joints[-1] * (1 - share) + following.joints[0] * share)
        turning = last.axes[-1] * (1 - share[..., None])
        axes.append(unit(turning + following.axes[0] * share[..., None]))
        joints.append(following.joints)
        axes.append(following.axes)
    start = 0
    for episode in episodes:
        spans.append((start / RATE_HZ, (start + len(episode) - 1) / RATE_HZ))
        start += len(episode) + gap
    return Skeleton(np.concatenate(joints), np.concatenate(axes)), spans


def skeleton(markers: Markers) -> Skeleton:
    """Return joint centers and segment axes of one episode.

    The middle of the feet at the start comes to the origin of the room.
    """
    frames = len(markers.places)
    found = _Found(
        np.zeros((frames, len(JOINTS), 3)), np.zeros((frames, len(FRAMES), 3, 3))
    )
    _trunk(found, markers)
    for side in ("left", "right"):
        _leg(found, markers, side)
        _arm(found, markers, side)
    return _at_origin(found, markers)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Joint centers and axes that are being filled in."""

    joints: Floats
    axes: Floats

    def place(self, name: str, position: Floats) -> None:
        self.joints[:, JOINT[name]] = position

    def joint(self, name: str) -> Floats:
        return np.asarray(self.joints[:, JOINT[name]])

    def orient(self, name: str, *, front: Floats, long: Floats) -> None:
        long = unit(long)
        front = across(front, long)
        side = np.cross(long, front)
        self.axes[:, FRAME[name]] = np.stack([side, front, long], axis=1)


def _trunk(found: _Found, markers: Markers) -> None:
    """Fill in pelvis, spine and head."""
    front = markers.middle("LASI", "RASI")
    back = markers.middle("LPSI", "RPSI")
    wide = markers["LASI"] - markers["RASI"]
    left = unit(wide)
    ahead = across(front - back, left)
    up = np.cross(ahead, left)
    width = np.linalg.norm(wide, axis=1, keepdims=True)
    depth = np.linalg.norm(front - back, axis=1, keepdims=True)
    # Harrington et al. 2007, table 4, in metres; from the middle of the two ASIS.
    center = front + ahead * (-0.24 * depth - 0.0099) + up * (-0.30 * width - 0.0109)
    aside = left * (0.33 * width + 0.0073)
    found.place("left_hip", center + aside)
    found.place("right_hip", center - aside)
    found.place("pelvis", center)
    shoulders = _shoulders(markers)
    neck = markers["C7"] + 0.35 * (markers["CLAV"] - markers["C7"])
    found.place("neck", neck)
    found.place("lumbar", center + 0.27 * (neck - center))
    found.place("chest", center + 0.57 * (neck - center))
    head_left = unit(markers.middle("LFHD", "LBHD") - markers.middle("RFHD", "RBHD"))
    head_ahead = across(
        markers.middle("LFHD", "RFHD") - markers.middle("LBHD", "RBHD"), head_left
    )
    middle = markers.middle("LFHD", "RFHD", "LBHD", "RBHD")
    head_up = np.cross(head_ahead, head_left)
    # The band of markers lies at the brow, two thirds of the way to the crown.
    found.place("skull", middle - 0.11 * head_up)
    found.place("crown", middle + 0.08 * head_up)
    chest_up = neck - center
    across_chest = shoulders[0] - shoulders[1]
    chest_front = np.cross(across_chest, chest_up)
    found.orient("pelvis", front=ahead, long=up)
    found.orient("waist", front=ahead + unit(chest_front), long=chest_up)
    found.orient("chest", front=chest_front, long=chest_up)
    found.orient("head", front=head_ahead, long=head_up)
    for side, place in zip(("left", "right"), shoulders, strict=True):
        found.place(f"{side}_shoulder", place)


def _shoulders(markers: Markers) -> tuple[Floats, Floats]:
    """Return the shoulder centers, left and right, (T, 3)."""
    left, right = markers["LSHO"], markers["RSHO"]
    line = np.linalg.norm(left - right, axis=1, keepdims=True)
    trunk = unit(markers.middle("C7", "CLAV") - markers.middle("T10", "STRN"))
    return left - 0.17 * line * trunk, right - 0.17 * line * trunk


def _leg(found: _Found, markers: Markers, side: str) -> None:
    """Fill in knee to toe of one side."""
    letter, sign = side[0].upper(), 1.0 if side == "left" else -1.0
    hip, knee, ankle = (
        found.joint(f"{side}_hip"),
        markers[f"{letter}KNE"],
        markers[f"{letter}ANK"],
    )
    toe, heel = markers[f"{letter}TOE"], markers[f"{letter}HEE"]
    # Outward: across the leg, in front of which the toes point.
    outward = sign * np.cross(unit(hip - ankle), unit(toe - heel))
    outward = across(unit(outward), unit(knee - hip))
    knee = knee - (_KNEE_M + _MARKER_M) * outward
    ankle = ankle - (_ANKLE_M + _MARKER_M) * unit(outward)
    foot = unit(toe - heel)
    found.place(f"{side}_knee", knee)
    found.place(f"{side}_ankle", ankle)
    found.place(f"{side}_heel", heel - np.array([0.0, 0.0, 0.02]))
    found.place(f"{side}_ball", toe - np.array([0.0, 0.0, 0.03]))
    found.place(f"{side}_toe", toe + 0.06 * foot - np.array([0.0, 0.0, 0.02]))
    pole = np.cross(sign * outward, np.array([0.0, 0.0, 1.0]))
    pole = np.where(np.sum(pole * foot, axis=1, keepdims=True) < 0.0, -pole, pole)
    found.orient(f"{side}_thigh", front=pole, long=knee - hip)
    found.orient(f"{side}_shank", front=pole, long=ankle - knee)
    up = np.tile(np.array([0.0, 0.0, 1.0]), (len(foot), 1))
    found.orient(f"{side}_foot", front=up, long=foot)
    found.orient(f"{side}_toes", front=up, long=foot)


def _arm(found: _Found, markers: Markers, side: str) -> None:
    """Fill in elbow to fingertips of one side."""
    letter = side[0].upper()
    shoulder = found.joint(f"{side}_shoulder")
    wrist = markers.middle(f"{letter}WRA", f"{letter}WRB")
    elbow = markers[f"{letter}ELB"]
    thumb = unit(markers[f"{letter}WRA"] - markers[f"{letter}WRB"])
    # The elbow's marker is on the side away from the thumb's hinge axis.
    axis = unit(np.cross(unit(elbow - shoulder), unit(wrist - elbow)) + 1e-6)
    lateral = np.sum((elbow - 0.5 * (shoulder + wrist)) * axis, axis=1, keepdims=True)
    elbow = elbow - (_ELBOW_M + _MARKER_M) * axis * np.sign(lateral) * 0.5
    hand = unit(markers[f"{letter}FIN"] - wrist)
    found.place(f"{side}_elbow", elbow)
    found.place(f"{side}_wrist", wrist)
    found.place(f"{side}_knuckle", wrist + 0.09 * hand)
    found.place(f"{side}_fingertip", wrist + 0.165 * hand)
    found.place(f"{side}_thumb", wrist + 0.08 * hand + 0.045 * thumb)
    found.orient(f"{side}_upper_arm", front=thumb, long=elbow - shoulder)
    found.orient(f"{side}_forearm", front=thumb, long=wrist - elbow)
    found.orient(f"{side}_hand", front=thumb, long=hand)
    found.orient(f"{side}_grip", front=hand, long=thumb)


def _at_origin(found: _Found, markers: Markers) -> Skeleton:
    """Return the skeleton with the feet at the origin, on the floor."""
    place = markers.middle("LANK", "RANK")[0].copy()
    ball = min(found.joint(f"{s}_ball")[0, 2] for s in ("left", "right"))
    place[2] = ball
    return Skeleton(found.joints - place, found.axes)


def body_of(skeleton: Skeleton) -> Body:
    """Return a body whose girth and head fit the captured bones."""
    thigh = np.linalg.norm(
        skeleton.joint("left_hip")[0] - skeleton.joint("left_knee")[0]
    )
    shank = np.linalg.norm(
        skeleton.joint("left_knee")[0] - skeleton.joint("left_ankle")[0]
    )
    return Body(stature_m=float(np.clip((thigh + shank) / 0.491, 1.45, 2.0)))
