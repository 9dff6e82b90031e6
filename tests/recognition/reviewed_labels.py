"""Writes labels as `manage.py export_labels` does, of simulated patients."""

import json
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from recognition.simulation import observation
from recognition.simulation.scenario import Made, Scenario, Timing, perform

# Each with the mistake that is in its badly done recordings.
EXERCISES = {"biceps_curl": "lean_back", "squat": "forward_lean"}
RATE_HZ = 15.0


@dataclass(frozen=True)
class Repetition:
    """What is said of one repetition of one patient."""

    patient: str
    exercise: str
    present: bool | None = False
    basis: str = "verdict"
    shown: tuple[str, bool] | None = None  # (exercise, badly done), if not as said


@cache
def filmed(exercise, badly):
    """Poses of one recording with two repetitions, and where these are."""
    made = (Made(EXERCISES[exercise], 3.0),) if badly else ()
    scenario = Scenario(
        exercise, 2, mistakes=made, timing=Timing(rate_hz=RATE_HZ), seed=7
    )
    performance = perform(scenario)
    return observation.observe(performance), performance.cycles


def write(folder, said, **manifest):
    """Write one recording for each of `said`, and the manifest."""
    (folder / "poses").mkdir(parents=True)
    lines = []
    for number, one in enumerate(said):
        exercise, badly = one.shown or (one.exercise, bool(one.present))
        seen, cycles = filmed(exercise, badly)
        name = f"poses/recording-{number}.npz"
        # Bodies of unlike size, seen with unlike errors.
        generator = np.random.default_rng(number)
        noise = 0.01 * generator.standard_normal(seen.world.shape)
        size = generator.uniform(0.85, 1.15)
        replace(seen, world=seen.world * size + noise).save(folder / name)
        lines += [_line(one, number, name, i, c) for i, c in enumerate(cycles, 1)]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "repetitions.jsonl").write_text(text)
    head = {"format": "repwise-labels", "format_version": 1} | manifest
    (folder / "manifest.json").write_text(json.dumps(head))
    return folder


def _line(one, number, name, index, cycle):
    label = {
        "mistake": EXERCISES.get(one.exercise, "any"),
        "present": one.present,
        "severity": "major" if one.present else "",
        "basis": one.basis,
    }
    return {
        "recording": f"recording-{number}",
        "patient": one.patient,
        "exercise": one.exercise,
        "pipeline_version": "1",
        "poses": name,
        "index": index,
        "source": "automatic",
        "start_s": cycle.start_s,
        "peak_s": (cycle.start_s + cycle.end_s) / 2,
        "end_s": cycle.end_s,
        "side": "both",
        "labels": [label],
    }


def clinic(patients=5):
    """Every patient does both exercises, well and badly."""
    return [
        Repetition(f"patient-{number}", exercise, present)
        for number in range(patients)
        for exercise in EXERCISES
        for present in (False, True)
    ]
