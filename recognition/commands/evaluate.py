"""`recognize evaluate`: what the folds of a training run say together."""

import argparse
from pathlib import Path

from recognition.commands import base

EXAMPLES = """\
  recognize evaluate runs/lite --output runs/lite/evaluation"""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "evaluate",
        _run,
        help_text="Measure a trained net on the subjects it has not seen.",
        examples=EXAMPLES,
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="of `train`")
    parser.add_argument("--output", type=Path, metavar="DIR")


def _run(arguments: argparse.Namespace) -> int:
    from recognition.training import evaluate

    found = evaluate.evaluate(arguments.folder)
    evaluate.write(found, arguments.output or arguments.folder / "evaluation")
    base.answer(found.figures)
    return 0
