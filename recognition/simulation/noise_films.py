"""Films whose landmarks are known, as MediaPipe sees them: what `noise_fit` reads.

`python -m recognition.simulation.noise_films FILMS [MOST]` renders them; what lies in
FILMS already stays, so that an interrupted run goes on.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import numpy.typing as npt

from recognition.errors import NoPerson
from recognition.exercises.catalog import get
from recognition.poses import PoseSequence
from recognition.simulation import noise
from recognition.simulation.motions.catalog import MOTIONS, motion
from recognition.skeleton import mirrored

Floats = npt.NDArray[np.float64]

FIRST_SEED: Final = 1000  # the benchmark never uses these
MOST: Final = 200  # every exercise from every direction
VIEWS: Final = (0.0, 90.0, 40.0, 180.0, -135.0)
LONGEST_S: Final = 5.0
# Where the median landmark is further off, in statures, the body was seen elsewhere.
_ELSEWHERE: Final = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One film's truth and estimate, seen from the left half."""

    true: PoseSequence
    seen: PoseSequence
    statures_px: Floats
    group: str


def jobs() -> Iterator[tuple[str, float, int]]:
    """Yield exercise, direction and seed, so that every part of it is well mixed.

    Of each exercise one direction after the other; the first 40 show all exercises.
    """
    exercises = sorted(MOTIONS)
    for turn, number in product(range(len(VIEWS)), range(len(exercises))):
        exercise, yaw = exercises[number], VIEWS[(turn + number) % len(VIEWS)]
        if not _is_behind_a_wall(exercise, yaw):
            yield exercise, yaw, FIRST_SEED + turn * len(exercises) + number


def _is_behind_a_wall(exercise: str, yaw: float) -> bool:
    """Say whether the wall that the exercise needs hides the patient."""
    props, from_behind = motion(exercise).props, abs(yaw) > 90.0
    return ("wall" in props and from_behind) or (
        "wall_ahead" in props and abs(yaw) < 90.0
    )


def collect(folder: Path, most: int = MOST) -> None:
    """Render `most` films, estimate them, and keep both; what is there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for exercise, yaw, seed in islice(jobs(), most):
        path = folder / f"{seed}_{exercise}_{yaw:.0f}.npz"
        if not path.exists():
            _film(path, exercise, yaw, seed)


def _film(path: Path, exercise: str, yaw: float, seed: int) -> None:
    """Keep what is true of one film, and what MediaPipe sees of it."""
    from recognition import video
    from recognition.pose_estimation.mediapipe import MediaPipeRuntime
    from recognition.simulation import observation, stage
    from recognition.simulation import video as film
    from recognition.simulation.body import draw
    from recognition.simulation.scenario import Scenario, Variation, perform

    scenario = Scenario(
        exercise,
        1,
        side=stage.side(exercise),
        body=draw(np.random.default_rng([seed, 1])),
        camera=stage.camera(exercise, yaw),
        seed=seed,
        variation=Variation(lead_s=0.4),
    )
    whole = perform(scenario)
    frames = slice(int((whole.time_s < LONGEST_S).sum()))
    performance = replace(
        whole, time_s=whole.time_s[frames], skeleton=whole.skeleton.at(frames)
    )
    with TemporaryDirectory() as place:
        picture = Path(place) / "film.mp4"
        film.write(picture, performance)
        true = observation.ideal(performance)
        try:
            seen = MediaPipeRuntime().estimate(video.frames(picture)).poses
        except NoPerson:
            seen = unseen(true)
    keep(path, true, seen, exercise, scenario.body.stature_m, yaw)


def unseen(true: PoseSequence) -> PoseSequence:
    """Return what is reported of a body that was found in no frame."""
    return replace(
        true,
        landmarks=np.full_like(true.landmarks, np.nan),
        world=np.full_like(true.world, np.nan),
        visibility=np.zeros_like(true.visibility),
    )


def keep(
    path: Path, true: PoseSequence, seen: PoseSequence, exercise: str,
    stature_m: float, yaw: float,
) -> None:  # fmt: skip
    """Write truth and estimate of one film."""
    np.savez_compressed(
        path, true_landmarks=true.landmarks, true_world=true.world,
        seen_landmarks=seen.landmarks, seen_world=seen.world,
        visibility=seen.visibility, time_s=true.time_s, stature_m=stature_m,
        yaw_deg=yaw, exercise=exercise, size=[true.width, true.height],
    )  # fmt: skip


def read(path: Path) -> Sample:
    """Return one film, mirrored where errors are kept for the mirror image."""
    with np.load(path) as stored:
        yaw, stature = float(stored["yaw_deg"]), float(stored["stature_m"])
        of = noise.family(get(str(stored["exercise"])).posture)
        true, seen = (_poses(stored, kind) for kind in ("true", "seen"))
    if noise.is_mirrored(true, yaw, of):
        true, seen = mirrored(true), mirrored(seen)
    scale = statures_px(true, stature)
    return Sample(true, _near(true, seen, scale), scale, noise.group(yaw, of))


def _near(true: PoseSequence, seen: PoseSequence, statures: Floats) -> PoseSequence:
    """Return `seen` without frames in which the body was seen somewhere else.

    Such frames are as good as lost; as errors they would spoil all others.
    """
    apart = np.linalg.norm(seen.pixels() - true.pixels(), axis=2)
    with np.errstate(invalid="ignore"):
        wrong = ~(np.median(apart, axis=1) < _ELSEWHERE * statures)
    blank = unseen(seen)
    return replace(
        seen,
        landmarks=np.where(wrong[:, None, None], blank.landmarks, seen.landmarks),
        world=np.where(wrong[:, None, None], blank.world, seen.world),
        visibility=np.where(wrong[:, None], 0.0, seen.visibility),
    )


def _poses(stored: Mapping[str, Floats], kind: str) -> PoseSequence:
    """Return the poses that are true, or those that were seen."""
    width, height = (int(n) for n in stored["size"])
    return PoseSequence(
        time_s=stored["time_s"],
        landmarks=stored[f"{kind}_landmarks"],
        world=stored[f"{kind}_world"],
        visibility=stored["visibility"],
        width=width,
        height=height,
    )


def statures_px(true: PoseSequence, stature_m: float) -> Floats:
    """Return how many pixels high the patient would stand at the hips' distance, (T,).

    From the ratio of the depths in the picture and in metres.
    """
    z_px = true.landmarks[..., 2] * true.width
    z_m = true.world[..., 2]
    weight = np.abs(z_m)
    ratio = (z_px * np.sign(z_m)).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    return np.asarray(ratio * stature_m)


if __name__ == "__main__":
    collect(Path(sys.argv[1]), *map(int, sys.argv[2:]))
