"""Hold a trained recognizer of exercises against the one by rules.

Both judge the same cleaned poses: of real clips (as `benchmark clips` has them) and of
simulated recordings. The rules know six exercises and call all else `other`; a net
knows the whole catalog. So each is asked twice: for one of the six or `other`, and,
where the exercise is in the catalog, for its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from recognition import cleaning, exercise_recognition, pipeline, poses
from recognition.benchmarks import clips
from recognition.benchmarks.accuracy import grid
from recognition.datasets import recordings, windows
from recognition.errors import Unanalyzable
from recognition.exercises import catalog
from recognition.nets.compiled import CompiledNet
from recognition.simulation import observation
from recognition.simulation.scenario import perform
from recognition.training import metrics

OTHER: Final = exercise_recognition.OTHER
PARTS: Final[tuple[grid.Part, ...]] = ("tune", "report")
STEPS: Final = tuple(step / 20 for step in range(20))
REFUSED: Final = "refused"
FLOOR: Final = 1e-4  # a voice that finds something impossible is not believed fully
_FIRST_UNSEEN: Final = 10_000  # simulated patients that no training draws
Source = Literal["clips", "simulated"]
Voice = dict[str, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording, and how likely each voice finds each exercise.

    Attributes:
        code: what is shown, by its name in the catalog if it has one.
        rules: six exercises and `other`; empty where the recording was refused.
        net: what the net knows; empty where the recording was refused.
    """

    source: Source
    part: str
    name: str
    code: str
    rules: Voice
    net: Voice

    @property
    def is_in_catalog(self) -> bool:
        """Whether the catalog has the exercise."""
        return self.code in catalog.load()

    @property
    def wanted(self) -> str:
        """One of the six, or `other`."""
        return self.code if self.code in six() else OTHER


def six() -> tuple[str, ...]:
    """Return the exercises that the rules recognize."""
    return tuple(code for code, known in catalog.load().items() if known.recognized)


def on_clips(net: CompiledNet, folder: Path, kept: Path) -> Iterator[Trial]:
    """Yield the real clips whose poses are in `kept`."""
    for clip in clips.read_manifest(folder):
        path = kept / f"{Path(clip.file).stem}.npz"
        if not path.is_file():
            continue
        try:
            judged = pipeline.assess_poses(poses.load(path))
        except Unanalyzable:
            yield Trial("clips", clip.split, clip.file, clip.code, {}, {})
            continue
        yield Trial(
            "clips", clip.split, clip.file, clip.code,
            dict(exercise_recognition.by_rules(judged.poses)), net.shown(judged.poses),
        )  # fmt: skip


def on_simulated(net: CompiledNet, part: grid.Part, *, every: int) -> Iterator[Trial]:
    """Yield one recording in `every` of a part of the simulation."""
    for number, scenario in enumerate(grid.scenarios(part=part)):
        if number % every:
            continue
        cleaned = cleaning.clean(observation.observe(perform(scenario)))
        name = f"{scenario.exercise} {scenario.camera.yaw_deg:.0f} {scenario.seed}"
        yield Trial(
            "simulated", part, name, scenario.exercise,
            dict(exercise_recognition.by_rules(cleaned)), net.shown(cleaned),
        )  # fmt: skip


def on_windows(net: CompiledNet, patients: int) -> dict[str, Any]:
    """Return what the net makes of single windows of simulated patients of its own.

    `form` is the chance that a window of a good set gets more than one of a bad set.
    """
    filmed = recordings.filmed(range(_FIRST_UNSEEN, _FIRST_UNSEEN + patients))
    exercise, form = net.probabilities(*windows.as_arrays(filmed.cuts.astype(float)))
    place = np.array([net.exercises.index(name) for name in recordings.names()])
    true = place[filmed.exercise]
    is_right = exercise.argmax(axis=1) == true
    is_other = filmed.exercise == recordings.names().index(OTHER)
    known = filmed.correct >= 0
    own = form[np.arange(len(form)), true]
    area = metrics.area_under_roc(own[known], filmed.correct[known] == 1)
    return {
        "windows": len(filmed),
        "exercises_right": round(float(is_right[~is_other].mean()), 4),
        "other_right": round(float(is_right[is_other].mean()), 4),
        "form_area_under_roc": round(area, 4),
    }


def named(voice: Voice, least: float) -> str:
    """Return the likeliest exercise, `other` if it is not at least so likely."""
    known = {code: value for code, value in voice.items() if code != OTHER}
    best = max(known, key=lambda code: known[code], default=OTHER)
    return best if known.get(best, 0.0) >= least else OTHER


def overruled(trial: Trial, sure: float) -> str:
    """Return what the rules say, unless the net is sure of an exercise."""
    if not trial.rules:
        return REFUSED
    said = named(trial.net, sure)
    return max(trial.rules, key=lambda c: trial.rules[c]) if said == OTHER else said


def together(trial: Trial, weight: float) -> Voice:
    """Return the weighted geometric mean of both voices over the six and `other`.

    What the net gives to other exercises of the catalog counts as `other`.
    """
    if not trial.rules:
        return {}
    names = (*six(), OTHER)
    net = {name: trial.net.get(name, 0.0) for name in six()}
    net[OTHER] = max(0.0, 1.0 - sum(net.values()))
    joint = {
        name: max(trial.rules.get(name, 0.0), FLOOR) ** (1.0 - weight)
        * max(net[name], FLOOR) ** weight
        for name in names
    }
    total = sum(joint.values())
    return {name: value / total for name, value in joint.items()}


def compared(trials: list[Trial]) -> dict[str, Any]:
    """Return figures of the rules, the net, and both together, by part.

    The least probability of the net and the weight of its vote are chosen on the
    parts to tune on; the parts to report on decide nothing.
    """
    tuned = [trial for trial in trials if trial.part == "tune"]
    least = max(STEPS, key=lambda s: _right(tuned, lambda t: _net(t, s)))
    weight = max(STEPS, key=lambda s: _right(tuned, lambda t: _vote(t, s)))
    sure = max(STEPS, key=lambda s: _gained(tuned, s))
    ways: dict[str, Callable[[Trial], str]] = {
        "rules": lambda t: _vote(t, 0.0),
        "net": lambda t: _net(t, least),
        "both": lambda t: _vote(t, weight),
        "net_where_sure": lambda t: overruled(t, sure),
    }
    keys = sorted({(trial.source, trial.part) for trial in trials})
    return {
        "chosen": {"least": least, "weight": weight, "sure": sure},
        "figures": {
            f"{source} {part}": {
                name: figures(_of(trials, source, part), way)
                for name, way in ways.items()
            }
            for source, part in keys
        },
        "trials": [
            asdict(t) | {"said": {name: way(t) for name, way in ways.items()}}
            for t in trials
        ],
    }


def _of(trials: list[Trial], source: str, part: str) -> list[Trial]:
    """Return the trials of one source and part."""
    return [t for t in trials if (t.source, t.part) == (source, part)]


def _net(trial: Trial, least: float) -> str:
    """Return what the net alone says."""
    return named(trial.net, least)


def _vote(trial: Trial, weight: float) -> str:
    """Return what both say together; `other` needs to be likeliest."""
    voice = together(trial, weight)
    return max(voice, key=lambda code: voice[code], default=REFUSED)


def _gained(trials: list[Trial], sure: float) -> tuple[int, int]:
    """Return how good it is that the net overrules the rules where it is so sure.

    First how few real clips lose a verdict that the rules have right, then how many
    names of exercises of the catalog are right.
    """
    lost = [
        t.source == "clips"
        and _vote(t, 0.0) in (t.wanted, t.code)
        and overruled(t, sure) not in (t.wanted, t.code)
        for t in trials
    ]
    names = [overruled(t, sure) == t.code for t in trials if t.is_in_catalog]
    return -sum(lost), sum(names)


def _right(trials: list[Trial], say: Callable[[Trial], str]) -> float:
    """Return the mean share that is right of the six and of all else, by source."""
    shares = []
    for source in sorted({trial.source for trial in trials}):
        of_source = [t for t in trials if t.source == source]
        for kind in (True, False):
            claims = [
                (say(t) == t.wanted) if kind else (say(t) not in six())
                for t in of_source
                if (t.wanted != OTHER) == kind
            ]
            shares += [sum(claims) / len(claims)] if claims else []
    return sum(shares) / len(shares) if shares else 0.0


def figures(trials: list[Trial], say: Callable[[Trial], str]) -> dict[str, str]:
    """Return how often a verdict is right.

    `six` counts recordings of the six exercises; `others` all else, for which `other`
    or any exercise that is none of the six is right; `catalog` counts exact names of
    whatever the catalog has; `beside_catalog` counts `other` for what it has not. What
    was refused is wrong.
    """
    said = [(trial, say(trial)) for trial in trials]
    of_six = [code == t.code for t, code in said if t.wanted != OTHER]
    others = [
        code not in six() and bool(t.rules) for t, code in said if t.wanted == OTHER
    ]
    beside = [code == OTHER for t, code in said if not t.is_in_catalog]
    exact = [code == t.code for t, code in said if t.is_in_catalog]
    return {
        name: f"{sum(claims)} of {len(claims)}"
        for name, claims in (
            ("six", of_six),
            ("others", others),
            ("catalog", exact),
            ("beside_catalog", beside),
        )
    }
