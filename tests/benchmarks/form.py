"""Whether a net of form holds where it was not taught: patients, phones, real clips.

    recognize train lite --form --data UI-PRMD --frames 32 --epochs 12 --output RUN
    python -m tests.benchmarks.form RUN --irds IRDS --clips VIDEOS --poses POSES

Six simulated patients that it never saw, the patients of IRDS, and the repetitions that
the library cuts in real clips, nearly all of them well done. The exercise is given.
`balanced` subtracts what the net learned of how many repetitions are correct (a third
at most of the simulated ones), by exercise.
"""

import argparse
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recognition import pipeline, poses
from recognition.benchmarks import clips as real
from recognition.datasets import irds, joints, simulated
from recognition.datasets.base import Batch, Clip, Clips
from recognition.errors import Unanalyzable
from recognition.nets import checkpoint
from recognition.nets.checkpoint import Checkpoint
from recognition.training import metrics, predict

Floats = npt.NDArray[np.float64]

UNSEEN: Final = 10_000  # patients that no training draws
PATIENTS: Final = 6


def said(net: Checkpoint, clips: Clips) -> tuple[Floats, Floats, Batch]:
    """Return probabilities of correct form, plain and balanced (N,), and labels."""
    batch = clips.batch(net.frames)
    places = [net.exercises.index(clips.exercises[n]) for n in batch.exercise]
    rows = np.arange(len(clips))
    form = predict.predict(net.net, batch, rows).form[rows, places]
    share = np.array(
        [net.provenance["share_correct"][net.exercises[p]] for p in places]
    )
    odds = form / (1.0 - form) * (1.0 - share) / share
    return form, odds / (1.0 + odds), batch


def figures(form: Floats, batch: Batch) -> dict[str, Any]:
    """Return how well probabilities tell correct from incorrect repetitions."""
    known = batch.correct >= 0
    form, is_correct = form[known], batch.correct[known] == 1
    right = (form > 0.5) == is_correct
    sure = np.maximum(form, 1.0 - form)
    return {
        "repetitions": int(known.sum()),
        "area_under_roc": round(metrics.area_under_roc(form, is_correct), 3),
        "of_correct_said_correct": _mean(right[is_correct]),
        "of_incorrect_said_incorrect": _mean(right[~is_correct]),
        "ece": round(metrics.calibration(sure, right).error, 3),
    }


def _mean(claims: npt.NDArray[np.bool_]) -> float:
    return round(float(claims.mean()), 3)


def labeled(net: Checkpoint, clips: Clips) -> dict[str, Any]:
    """Return the figures of labeled repetitions, whole and by exercise."""
    known = Clips(
        tuple(c for c in clips.clips if clips.exercises[c.exercise] in net.exercises),
        clips.exercises,
        clips.mistakes,
    )
    form, balanced, batch = said(net, known)
    areas = {
        name: round(metrics.area_under_roc(form[here], batch.correct[here] == 1), 3)
        for place, name in enumerate(known.exercises)
        for here in [(batch.exercise == place) & (batch.correct >= 0)]
        if here.any()
    }
    return {
        "as it is": figures(form, batch),
        "balanced": figures(balanced, batch),
        "area_under_roc": areas,
    }


def filmed(net: Checkpoint, folder: Path, kept: Path) -> dict[str, Any]:
    """Return how many repetitions of real clips are said to be correct, by part."""
    found: dict[str, list[Floats]] = {}
    for clip in real.read_manifest(folder):
        path = kept / f"{Path(clip.file).stem}.npz"
        if clip.code not in net.exercises or not path.is_file():
            continue
        cut = _repetitions(poses.load(path), clip.code)
        if cut is not None:
            found.setdefault(clip.split, []).append(said(net, cut)[1])
    return {
        part: {
            "clips": len(each),
            "repetitions": len(np.concatenate(each)),
            "said_correct": _mean(np.concatenate(each) > 0.5),
        }
        for part, each in found.items()
    }


def _repetitions(seen: poses.PoseSequence, code: str) -> Clips | None:
    """Return what the library cuts, given the exercise; None if nothing."""
    try:
        judged = pipeline.assess_poses(seen, exercise=code)
    except Unanalyzable:
        return None
    points, time_s = joints.from_poses(judged.poses), judged.poses.time_s
    cuts = [
        points[(time_s >= one.start_s) & (time_s <= one.end_s)]
        for one in judged.assessment.repetitions
    ]
    if not cuts:
        return None
    return Clips(tuple(Clip(joints.canonical(cut), 0, 0) for cut in cuts), (code,))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, metavar="RUN")
    parser.add_argument("--irds", type=Path)
    parser.add_argument("--clips", type=Path)
    parser.add_argument("--poses", type=Path)
    arguments = parser.parse_args()
    net = checkpoint.load(arguments.run / "seed0" / "best.pt")
    found = {"simulated": labeled(net, simulated.simulated(PATIENTS, first=UNSEEN))}
    if arguments.irds:
        found["irds"] = labeled(net, irds.patients(arguments.irds))
    if arguments.clips:
        found["clips"] = filmed(net, arguments.clips, arguments.poses)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
