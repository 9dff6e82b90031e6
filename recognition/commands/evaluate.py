"""`recognize evaluate`: what the folds of a training run say together."""

import argparse
from pathlib import Path

from recognition.commands import base

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
    parser.add_argument("--table", type=Path, metavar="FILE.md", help="one row a net")


def _run(arguments: argparse.Namespace) -> int:
    from recognition.training import carry_over, evaluate, robustness

    figures = {}
    for folder in arguments.folders:
        found = evaluate.evaluate(folder)
        if arguments.simulated:
            carried = carry_over.on_simulated(folder, arguments.simulated)
            found.figures["simulated"] = carried
        if arguments.irds:
            found.figures["irds"] = carry_over.on_irds(folder, arguments.irds)
        if arguments.robustness:
            curves = robustness.curves(folder, arguments.robustness)
            found.figures["robustness"] = curves
            found.pictures.update(robustness.drawn(curves))
        evaluate.write(found, folder / "evaluation")
        figures[folder.name] = found.figures
    if arguments.table:
        rows = "".join(evaluate.row(row) for row in figures.values())
        arguments.table.write_text(evaluate.TABLE_HEAD + rows, encoding="utf-8")
    base.answer(figures)
    return 0
