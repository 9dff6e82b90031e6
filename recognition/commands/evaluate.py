"""`recognize evaluate`: what the folds of a training run say together."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recognition.commands import base

if TYPE_CHECKING:
    from recognition.training.evaluate import Evaluation

EXAMPLES = """\
  recognize evaluate runs/lite
  recognize evaluate runs/lite --simulated 6 --irds irds/
  recognize evaluate runs/* --table nets.md"""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "evaluate",
        _run,
        help_text="Measure a trained net on the subjects it has not seen.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help="of `train`"
    )
    parser.add_argument(
        "--simulated", type=int, default=0, metavar="N",
        help="also on N simulated patients, as a camera sees them",
    )  # fmt: skip
    parser.add_argument(
        "--irds", type=Path, metavar="FOLDER",
        help="also on the patients of IntelliRehabDS, another sensor",
    )  # fmt: skip
    parser.add_argument(
        "--robustness", type=Path, metavar="DATA",
        help="also how much worse the nets get: view, missing joints, noise, speed, "
        "frame rate; DATA is what they were trained on",
    )  # fmt: skip
    parser.add_argument(
        "--calibrate", type=Path, metavar="DATA",
        help="also how well calibrated the nets are at temperatures from their "
        "validation subjects",
    )  # fmt: skip
    parser.add_argument(
        "--egcn", type=Path, metavar="DATA",
        help="also form on the 1,326 repetitions of EGCN's comparison among all",
    )  # fmt: skip
    parser.add_argument("--table", type=Path, metavar="FILE.md", help="one row a net")


def _run(arguments: argparse.Namespace) -> int:
    from recognition.training import evaluate

    figures = {}
    for folder in arguments.folders:
        found = evaluate.evaluate(folder)
        _add_asked(found, folder, arguments)
        evaluate.write(found, folder / "evaluation")
        figures[folder.name] = found.figures
    if arguments.table:
        rows = "".join(evaluate.row(row) for row in figures.values())
        arguments.table.write_text(evaluate.TABLE_HEAD + rows, encoding="utf-8")
    base.answer(figures)
    return 0


def _add_asked(
    found: "Evaluation", folder: Path, arguments: argparse.Namespace
) -> None:
    """Add what is asked beside the folds' own figures."""
    from recognition.training import calibration, carry_over, robustness

    figures = found.figures
    if arguments.simulated:
        figures["simulated"] = carry_over.on_simulated(folder, arguments.simulated)
    if arguments.irds:
        figures["irds"] = carry_over.on_irds(folder, arguments.irds)
    if arguments.egcn:
        figures["egcn"] = carry_over.on_egcn(folder, arguments.egcn)
    if arguments.calibrate:
        figures["calibrated"] = calibration.calibrated(folder, arguments.calibrate)
    if arguments.robustness:
        figures["robustness"] = robustness.curves(folder, arguments.robustness)
        found.pictures.update(robustness.drawn(figures["robustness"]))
