"""Measures the errors and writes `recognition/biomechanics/errors.toml`."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from recognition.benchmarks.accuracy import grid, published, residual
from recognition.benchmarks.accuracy.value_errors import (
    Series,
    Spread,
    of_recording,
    summarize,
)
from recognition.biomechanics import errors as stored_errors
from recognition.biomechanics.errors import BANDS, KINDS, Band, Kind
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.poses import PoseSequence, load
from recognition.simulation import observation
from recognition.simulation.noise_fit import is_usual
from recognition.simulation.scenario import Scenario, perform
from recognition.version import VERSION

OnRecording = Callable[[int, int], None]

FILE: Final = Path(stored_errors.__file__).with_name("errors.toml")
# One recording in so many is compared with real clips.
_COMPARED_EVERY: Final = 25
_NORMAL_95: Final = 1.96
# What clamshells are judged by, from the front alone. The dozen recordings in which it
# lies in the picture are as often from behind, where it errs three times as much: they
# say too little to overrule the guesses.
LEFT_OUT: Final = frozenset({"ankle_gap", "knee_gap", "pelvis_roll"})
_HEAD: Final = """\
# Written by `recognize benchmark errors`: do not edit.
# half_width is that of the 95 % interval; bias, systematic and random are its parts
# (the latter two standard deviations); all in the unit of the measure. `widened` is
# by how much real clips tremble more, which the random part is multiplied with.
schema = {schema}

[provenance]
version = "{version}"
part = "tune"
first_seed = {seed}
recordings = {recordings}
real_clips = {clips}
command = "{command}"
"""


def measure(
    *,
    every: int,
    clips: Path | None,
    kept: Path | None = None,
    on_recording: OnRecording | None = None,
) -> str:
    """Return the text of `errors.toml`.

    Args:
        every: take one recording of so many of the tune part.
        clips: folder with the poses of real clips (npz); without, nothing is widened.
        kept: file of what is done already; it grows.
        on_recording: told how many recordings of how many are done.
    """
    plan = list(grid.scenarios(part="tune", any_view=True))[::every]
    found: list[Series] = []
    for number, series in enumerate(_measured(plan, kept), 1):
        found += series
        if on_recording is not None:
            on_recording(number, len(plan))
    spreads = summarize(one for one in found if one.measure not in LEFT_OUT)
    real = _real(clips)
    some = plan[_COMPARED_EVERY - 1 :: _COMPARED_EVERY]
    simulated = [observation.observe(perform(scenario)) for scenario in some]
    widened = residual.widening(spreads, real, simulated) if real else {}
    head = _HEAD.format(
        schema=stored_errors.SCHEMA,
        version=VERSION,
        seed=grid.FIRST_SEED_OF["tune"],
        recordings=len(plan),
        clips=len(real),
        command=f"recognize benchmark errors --every {every} --clips POSES",
    )
    return head + text_of(spreads, widened)


def _measured(plan: list[Scenario], kept: Path | None) -> Iterator[list[Series]]:
    """Yield the errors in each recording, kept ones and new ones."""
    known = dict(_read(kept)) if kept else {}
    for scenario in plan:
        if scenario.seed not in known:
            performance = perform(scenario)
            poses = observation.observe(performance)
            known[scenario.seed] = list(of_recording(performance, poses))
            if kept is not None:
                _keep(kept, scenario.seed, known[scenario.seed])
        yield known[scenario.seed]


def _keep(path: Path, seed: int, found: list[Series]) -> None:
    stored = [
        {**asdict(one), "errors": one.errors.tolist(), "truth": one.truth.tolist()}
        for one in found
    ]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"seed": seed, "series": stored}) + "\n")


def _read(path: Path) -> Iterator[tuple[int, list[Series]]]:
    """Yield what is kept in `path`; a line torn off at its end is left out."""
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            stored = json.loads(line)
        except json.JSONDecodeError:
            continue
        yield stored["seed"], [_series(fields) for fields in stored["series"]]


def _series(fields: dict[str, Any]) -> Series:
    errors, truth = np.array(fields["errors"]), np.array(fields["truth"])
    return Series(**{**fields, "errors": errors, "truth": truth})


def page() -> str:
    """Return the shipped errors as a page: half width, and whether it is stated."""
    names = {"in_plane": "in the picture", "oblique": "oblique",
             "out_of_plane": "from depth"}  # fmt: skip
    lines = [
        "| measure | unit | of | " + " | ".join(names.values()) + " |",
        "|---|---|---|" + "---|" * len(names),
    ]
    for measure_name, kinds in stored_errors.load().items():
        unit = QUANTITIES[measure_name].unit
        for kind, bands in kinds.items():
            cells = " | ".join(_cell(bands.get(band)) for band in BANDS)
            lines.append(f"| {measure_name} | {unit} | {kind} | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(found: stored_errors.MeasuredError | None) -> str:
    if found is None:
        return "-"
    mark = "stated" if found.is_trusted else "not stated"
    return f"±{found.half_width:g}, {mark}, n {found.n}"


def _real(clips: Path | None) -> list[PoseSequence]:
    if clips is None:
        return []
    return [
        poses for path in sorted(clips.glob("*.npz")) if is_usual(poses := load(path))
    ]


def text_of(
    spreads: Mapping[str, Mapping[Kind, Mapping[Band, Spread]]],
    widened: Mapping[str, float],
) -> str:
    """Return the measures as TOML."""
    lines: list[str] = []
    for name, kinds in sorted(spreads.items()):
        floor, factor = published.FLOORS.get(name), widened.get(name, 1.0)
        lines += ["", f"[measures.{name}]", f'unit = "{QUANTITIES[name].unit}"']
        lines.append(f"widened = {factor:g}")
        if floor is not None:
            lines.append(f'published = "{floor.source}"')
        for kind in (kind for kind in KINDS if kind in kinds):
            for band in (band for band in BANDS if band in kinds[kind]):
                least = 0.0 if floor is None else floor.of(kind, band)
                lines.append(f"[measures.{name}.{kind}.{band}]")
                lines += _entry(kinds[kind][band], factor, least)
    return "\n".join(lines) + "\n"


def _entry(spread: Spread, factor: float, least: float) -> Iterable[str]:
    """Yield the lines of one kind in one band."""
    half_width = max(least, spread.covered * grown(spread, factor))
    yield f"half_width = {_number(half_width)}"
    yield f"bias = {_number(spread.bias)}"
    yield f"systematic = {_number(spread.systematic)}"
    yield f"random = {_number(spread.random * factor)}"
    yield f"reliability = {reliability(spread.truth, half_width):.3f}"
    yield f"n = {spread.n}"


def grown(spread: Spread, factor: float) -> float:
    """Return by how much an error grows whose random part is `factor` times larger."""
    steady = spread.bias**2 + spread.systematic**2
    before = steady + spread.random**2
    after = steady + (factor * spread.random) ** 2
    return float(np.sqrt(after / before)) if before > 0.0 else 1.0


def reliability(truth: float, half_width: float) -> float:
    """Return the share of the true in the variance of what a report would state."""
    error = half_width / _NORMAL_95
    return truth**2 / max(truth**2 + error**2, 1e-12)


def _number(value: float) -> str:
    """Return three significant digits as TOML takes them."""
    text = f"{value:.3g}"
    return text if any(sign in text for sign in ".en") else f"{text}.0"
