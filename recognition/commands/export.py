"""`recognize export`: the nets of a training run as one file that needs no torch."""

import argparse
from pathlib import Path

from recognition.commands import base

EXAMPLES = """\
  recognize export runs/lite --output weights --name lite
  recognize export runs/recognizer --output weights --name recognizer"""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "export",
        _run,
        help_text="Write the nets of all folds as one ensemble; needs torch.",
        examples=EXAMPLES,
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="of `train`")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--name", default="form")
    parser.add_argument("--onnx", action="store_true", help="also as ONNX")
    parser.add_argument(
        "--int8", action="store_true",
        help="also with weights of eight bits, as NAME-int8; a third of the size",
    )  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    from recognition.nets import export
    from recognition.training import evaluate, model_card

    recognizers = sorted(arguments.folder.glob("seed*/best.pt"))
    if recognizers:  # of `train --recordings`, which has no folds
        written = export.export(recognizers, arguments.output, arguments.name, {})
        _compress(written.model, arguments)
        base.answer({"model": str(written.model), "nets": len(recognizers)})
        return 0
    found = evaluate.evaluate(arguments.folder)
    paths = sorted(arguments.folder.glob("*/seed*/best.pt"))
    written = export.export(paths, arguments.output, arguments.name, found.figures)
    if arguments.onnx:
        export.export_onnx(paths, arguments.output / f"{arguments.name}.onnx")
    card = arguments.output / f"{arguments.name}.md"
    card.write_text(model_card.markdown(found.figures, len(paths)), encoding="utf-8")
    _compress(written.model, arguments)
    base.answer({"model": str(written.model), "nets": len(paths)})
    return 0


def _compress(model: Path, arguments: argparse.Namespace) -> None:
    """Write the net with weights of eight bits too, if asked."""
    from recognition.nets import compression

    if arguments.int8:
        compression.compress(model, model.with_name(f"{model.stem}-int8.xml"))
