"""Sums up the folds of a training run as figures, tables and pictures."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from recognition.nets import checkpoint
from recognition.training import loop, metrics, pictures, predict, run
from recognition.training.errors import NothingTrained
from recognition.training.predict import Predictions

Floats = npt.NDArray[np.float64]

FORM: Final = ("incorrect", "correct")
THRESHOLD: Final = 0.5  # of the probability of correct form; not tuned on anything
_TIMED: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """All that is said of a run.

    Attributes:
        figures: for JSON.
        pictures: SVG by file name.
    """

    figures: dict[str, Any]
    pictures: dict[str, str]


def evaluate(folder: Path) -> Evaluation:
    """Return figures and pictures of the folds that are done.

    Raises:
        NothingTrained: no fold is done.
    """
    done = sorted(p.parent for p in folder.glob(f"*/{run.PREDICTIONS}"))
    if not done:
        raise NothingTrained(f"no fold in {folder} is done")
    found = predict.together([predict.load(p / run.PREDICTIONS) for p in done])
    settings = json.loads((folder / run.SETTINGS).read_text(encoding="utf-8"))
    records = [json.loads((p / run.RECORD).read_text()) for p in done]
    trained = next(iter(sorted(done[0].glob(f"*/{loop.BEST}"))))
    names = checkpoint.load(trained).exercises
    exercise, first = _exercise(found, names)
    form, second = _form(found, names)
    figures = {
        "training": settings,
        "folds": [p.name for p in done],
        "repetitions": len(found.place),
        "subjects": np.unique(found.subject).tolist(),
        "parameters": records[0]["parameters"],
        "training_s_a_fold": _seconds(records),
        "latency_ms": latency_ms(trained),
        "exercise": exercise,
        "form": form,
    }
    return Evaluation(figures, first | second)


def _seconds(records: list[dict[str, Any]]) -> float:
    """Return the mean time that a fold took, with all its seeds."""
    spent = [sum(fit["seconds"] for fit in record["fits"]) for record in records]
    return round(float(np.mean(spent)), 1)


def _exercise(
    found: Predictions, names: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return figures and pictures of exercise recognition."""
    said = found.exercise.argmax(axis=1)
    matrix = metrics.confusion(found.true_exercise, said, len(names))
    calibration = metrics.calibration(
        found.exercise.max(axis=1), said == found.true_exercise
    )
    figures = _common(matrix, names) | {
        "interval": _interval(found, said == found.true_exercise),
        "ece": round(calibration.error, 4),
    }
    return figures, {
        "exercise-confusion.svg": pictures.confusion(matrix, names),
        "exercise-reliability.svg": _reliability(calibration),
    }


def _form(
    found: Predictions, names: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return figures and pictures of correct against incorrect."""
    known = found.correct >= 0
    if not found.form.shape[1] or not known.any():
        return {}, {}
    probability = found.form_if_known[known]
    true = found.correct[known]
    said = (probability > THRESHOLD).astype(np.int64)
    matrix = metrics.confusion(true, said, 2)
    calibration = metrics.calibration(
        np.maximum(probability, 1.0 - probability), said == true
    )
    is_right = np.zeros(len(known), dtype=bool)
    is_right[known] = said == true
    figures = _common(matrix, FORM) | {
        "interval": _interval(found, is_right),
        "ece": round(calibration.error, 4),
        "area_under_roc": round(metrics.area_under_roc(probability, true == 1), 4),
        "average_precision": round(
            metrics.average_precision(probability, true == 1), 4
        ),
        "by_exercise": {
            names[int(place)]: value
            for place, value in _by_group(
                found.true_exercise[known], said == true
            ).items()
        },
        "by_subject": _by_group(found.subject[known], said == true),
    }
    return figures, {
        "form-confusion.svg": pictures.confusion(matrix, FORM),
        "form-reliability.svg": _reliability(calibration),
        **_trade_offs(probability, true == 1),
    }


def _trade_offs(
    probability: Floats, is_correct: npt.NDArray[np.bool_]
) -> dict[str, str]:
    """Return ROC, and precision over recall for either answer, as pictures."""
    sides = (
        ("correct", probability, is_correct),
        ("incorrect", 1.0 - probability, ~is_correct),
    )
    precise = [
        (name, *metrics.precision_recall(p, wanted)) for name, p, wanted in sides
    ]
    return {
        "form-roc.svg": pictures.trade_off(
            [("correct", *metrics.roc(probability, is_correct))],
            "false positive rate",
            "true positive rate",
        ),
        "form-precision-recall.svg": pictures.trade_off(precise, "recall", "precision"),
    }


def _common(matrix: npt.NDArray[np.int64], names: tuple[str, ...]) -> dict[str, Any]:
    """Return what every classification is measured by."""
    scores = metrics.by_class(matrix, names)
    return {
        "accuracy": round(metrics.accuracy(matrix), 4),
        "balanced_accuracy": round(metrics.balanced_accuracy(matrix), 4),
        "macro_f1": round(metrics.macro_f1(scores), 4),
        "classes": [asdict(score) for score in scores],
        "confusion": matrix.tolist(),
    }


def _interval(found: Predictions, is_right: npt.NDArray[np.bool_]) -> list[float]:
    """Return the 95 % interval of the accuracy over subjects."""
    low, high = metrics.bootstrap(
        found.subject, lambda places: float(is_right[places].mean())
    )
    return [round(low, 4), round(high, 4)]


def _by_group(
    groups: npt.NDArray[np.int64], is_right: npt.NDArray[np.bool_]
) -> dict[str, float]:
    """Return the accuracy of each group."""
    return {
        str(group): round(float(is_right[groups == group].mean()), 4)
        for group in np.unique(groups)
    }


def _reliability(found: metrics.Calibration) -> str:
    """Return the picture of a calibration."""
    return pictures.reliability(found.confidence, found.right, found.weight)


def latency_ms(path: Path) -> float:
    """Return how long one repetition takes on one thread, median, milliseconds."""
    trained = checkpoint.load(path)
    shape = (1, trained.frames, trained.config.joints)
    poses, mask = torch.randn(*shape, 3), torch.ones(shape, dtype=torch.bool)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    times = []
    with torch.no_grad():
        for _ in range(_TIMED):
            started = time.perf_counter()
            trained.net(poses, mask)
            times.append(1000.0 * (time.perf_counter() - started))
    torch.set_num_threads(before)
    return round(float(np.median(times)), 2)


def markdown(figures: dict[str, Any]) -> str:
    """Return the figures as a page."""
    training, form = figures["training"], figures["form"]
    lines = [
        (
            f"# {training['net']} ({training['size']}) on {training['data']}, "
            f"{training['protocol']}"
        ),
        "",
        (
            f"{figures['repetitions']} repetitions of {len(figures['subjects'])} "
            "subjects, each unseen while training; "
            f"{figures['parameters']:,} parameters; {figures['latency_ms']} ms a "
            "repetition on one thread."
        ),
        "",
        *_table("Exercise", figures["exercise"]),
    ]
    if form:
        lines += _table("Form, given the exercise", form)
    return "\n".join(lines) + "\n"


def _table(title: str, figures: dict[str, Any]) -> list[str]:
    """Return one task as Markdown lines."""
    low, high = figures["interval"]
    lines = [
        f"## {title}",
        "",
        (
            f"Accuracy {figures['accuracy']:.1%} (95 % interval over subjects "
            f"{low:.1%} to {high:.1%}), balanced {figures['balanced_accuracy']:.1%}, "
            f"macro F1 {figures['macro_f1']:.3f}, ECE {figures['ece']:.3f}."
        ),
        "",
        "| class | precision | recall | F1 | repetitions |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {c['name']} | {c['precision']:.3f} | {c['recall']:.3f} | {c['f1']:.3f} "
        f"| {c['number']} |"
        for c in figures["classes"]
    ]
    names = [c["name"] for c in figures["classes"]]
    lines += ["", "| true, said | " + " | ".join(names) + " |"]
    lines += ["| --- " * (len(names) + 1) + "|"]
    lines += [
        f"| {name} | " + " | ".join(str(n) for n in row) + " |"
        for name, row in zip(names, figures["confusion"], strict=True)
    ]
    return [*lines, ""]


TABLE_HEAD: Final = (
    "| net | folds | parameters | ms a repetition | training, s a fold | exercise "
    "(95 % over subjects) | form (95 % over subjects) | form ECE |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def row(figures: dict[str, Any]) -> str:
    """Return one line of the table of nets."""
    training, form = figures["training"], figures["form"]
    return (
        f"| {training['net']} ({training['size']}) | {len(figures['folds'])} of "
        f"{training['protocol']} | {figures['parameters']:,} | "
        f"{figures['latency_ms']} | {figures['training_s_a_fold']:.0f} | "
        f"{_with_interval(figures['exercise'])} | {_with_interval(form)} | "
        f"{form['ece']:.3f} |\n"
    )


def _with_interval(figures: dict[str, Any]) -> str:
    """Return an accuracy with its interval, in percent."""
    low, high = figures["interval"]
    return f"{figures['accuracy']:.1%} ({low:.1%} to {high:.1%})"


def write(found: Evaluation, folder: Path) -> None:
    """Write JSON, Markdown and pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found.figures, indent=1)
    (folder / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    (folder / "evaluation.md").write_text(markdown(found.figures), encoding="utf-8")
    for name, picture in found.pictures.items():
        (folder / name).write_text(picture, encoding="utf-8")
