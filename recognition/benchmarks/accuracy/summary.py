"""Sums trials up to the table of the accuracy benchmark."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recognition.benchmarks.accuracy.trial import Trial, Verdict

# Grades from here on must be found, grades up to here must not; between them lies
# the tolerance of the catalog and the error of the measurement.
CLEAR: Final = 1.5
CLEAN: Final = 0.75
BANDS: Final = (
    (-np.inf, 0.0),
    (0.0, 0.75),
    (0.75, 1.0),
    (1.0, 1.5),
    (1.5, 2.0),
    (2.0, np.inf),
)


def summarize(trials: Iterable[Trial]) -> dict[str, Any]:
    """Return the results by exercise and view, and by mistake and grade."""
    groups: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[trial.exercise, trial.view].append(trial)
    cells = [
        {"exercise": exercise, "view": view, **_cell(groups[exercise, view])}
        for exercise, view in sorted(groups)
    ]
    everything = [trial for part in groups.values() for trial in part]
    return {
        "recordings": len(everything),
        "overall": _cell(everything),
        "cells": cells,
        "mistakes": _mistakes(everything),
    }


def _cell(trials: list[Trial]) -> dict[str, Any]:
    """Return the figures of one exercise from one view."""
    judged = [t for t in trials if t.refused is None]
    verdicts = [v for t in judged for v in t.verdicts]
    angle = np.array([e for t in judged for e in t.angle_errors_deg])
    peak = np.array([e for t in judged for e in t.peak_errors_deg])
    edges = np.array([e for t in judged for e in t.boundary_errors_s]).reshape(-1, 2)
    counts = np.array([t.counted - t.true_count for t in judged])
    yaws = np.array([t.yaw_error_deg for t in judged if t.yaw_error_deg is not None])
    return {
        "recordings": len(trials),
        "refused": len(trials) - len(judged),
        "angle_deg": _agreement(angle),
        "peak_deg": _agreement(peak),
        "count_exact": _mean(counts == 0),
        "count_within_one": _mean(np.abs(counts) <= 1),
        "count_accepted": _mean(np.array([_is_accepted(t) for t in judged])),
        "start_error_ms": _median_ms(edges[:, 0]),
        "end_error_ms": _median_ms(edges[:, 1]),
        "overlap": _mean(np.array([o for t in judged for o in t.overlaps])),
        "yaw_error_deg": _median(np.abs(yaws)),
        "within": _mean(np.array([w for t in judged for w in t.within])),
        "view_right": _mean(np.array([t.view_is_right for t in judged])),
        "recognized": _mean(np.array([t.recognized == t.exercise for t in judged])),
        "abstained": _mean(
            np.array([t.abstained for t in judged if t.abstained is not None])
        ),
        **_found(verdicts),
        "assessed": _found([v for v in verdicts if v.assessed]),
        "clear_not_assessed": _mean(
            np.array([not v.assessed for v in verdicts if v.grade >= CLEAR])
        ),
        "clean_but_found": _clean_but_found(judged),
        "joints_deg": _joints(judged),
    }


def _is_accepted(trial: Trial) -> bool:
    """Return whether a count is one that the catalog's ranges allow."""
    least, most = trial.accepted or (trial.true_count, trial.true_count)
    return least <= trial.counted <= most


def _clean_but_found(trials: list[Trial]) -> float | None:
    """Return the share of the repetitions without any mistake that got a finding."""
    found = []
    for trial in trials:
        by_number: dict[int, list[Verdict]] = defaultdict(list)
        for verdict in trial.verdicts:
            by_number[verdict.repetition].append(verdict)
        found += [
            any(v.found for v in verdicts)
            for verdicts in by_number.values()
            if all(v.grade < CLEAN for v in verdicts)
        ]
    return _mean(np.array(found))


def _joints(trials: list[Trial]) -> dict[str, float | None]:
    """Return the mean absolute error of angles that reports state, by joint."""
    errors: dict[str, list[float]] = defaultdict(list)
    for trial in trials:
        for joint, found in trial.joint_errors_deg.items():
            errors[joint] += found
    means = {joint: _mean(np.abs(found)) for joint, found in sorted(errors.items())}
    everything = [error for found in errors.values() for error in found]
    return {**means, "all": _mean(np.abs(everything))}


def _agreement(errors: NDArray[np.float64]) -> dict[str, float | None]:
    """Return bias, mean absolute error and 95 % limits of agreement."""
    if not errors.size:
        return {"bias": None, "mae": None, "lower": None, "upper": None}
    bias, spread = float(errors.mean()), 1.96 * float(errors.std())
    return {
        "bias": round(bias, 2),
        "mae": round(float(np.abs(errors).mean()), 2),
        "lower": round(bias - spread, 2),
        "upper": round(bias + spread, 2),
    }


def _found(verdicts: list[Verdict]) -> dict[str, float | None]:
    """Return precision, recall and F1 over clear cases."""
    hits = sum(v.found and v.grade >= CLEAR for v in verdicts)
    there = sum(v.grade >= CLEAR for v in verdicts)
    false = sum(v.found and v.grade < CLEAN for v in verdicts)
    precision = hits / (hits + false) if hits + false else None
    recall = hits / there if there else None
    f1 = None
    if precision is not None and recall is not None and precision + recall > 0.0:
        f1 = 2.0 * precision * recall / (precision + recall)
    return {
        "precision": _rounded(precision),
        "recall": _rounded(recall),
        "f1": _rounded(f1),
    }


def _mistakes(trials: list[Trial]) -> list[dict[str, Any]]:
    """Return for each mistake how often it is found in each band of grades."""
    groups: dict[tuple[str, str, str], list[Verdict]] = defaultdict(list)
    for trial in trials:
        for verdict in trial.verdicts:
            groups[trial.exercise, verdict.mistake, trial.view].append(verdict)
    rows = []
    for (exercise, mistake, view), verdicts in sorted(groups.items()):
        bands = [_mean(np.array([v.found for v in verdicts if a <= v.grade < b]))
                 for a, b in BANDS]  # fmt: skip
        rows.append(
            {"exercise": exercise, "mistake": mistake, "view": view, "found": bands}
            | _found(verdicts)
        )
    return rows


def _mean(values: ArrayLike) -> float | None:
    """Return the mean, or None of nothing."""
    array = np.asarray(values, dtype=np.float64)
    return round(float(array.mean()), 3) if array.size else None


def _median(values: ArrayLike) -> float | None:
    """Return the median, or None of nothing."""
    array = np.asarray(values, dtype=np.float64)
    return round(float(np.median(array)), 2) if array.size else None


def _median_ms(seconds: ArrayLike) -> float | None:
    """Return the median of signed errors in milliseconds."""
    median = _median(np.asarray(seconds) * 1000.0)
    return None if median is None else round(median)


def _rounded(value: float | None) -> float | None:
    """Return three decimals."""
    return None if value is None else round(value, 3)
