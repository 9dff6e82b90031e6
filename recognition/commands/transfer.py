"""`recognize transfer`: teach trained nets on a clinic's own reviewed repetitions."""

import argparse
from pathlib import Path
from typing import Any

from recognition.commands import base

EXAMPLES = """\
  manage.py export_labels labels --clinic riverside
  recognize transfer labels --net runs/recognizer --output runs/riverside
  recognize transfer labels --net runs/recognizer/seed0/best.pt --output runs/riverside
  recognize export runs/riverside --output weights --name recognizer

Some patients are held out. Old and new nets are measured on them, and the new ones are
written only if they are not worse there: neither in telling exercises (balanced
accuracy) nor in telling correct from incorrect (area under the ROC curve). Otherwise
nothing is written, the refused nets are not kept, and the exit status is 2. If NET is
of `train --recordings`, they must also keep what they knew before. The worker goes on
with the nets it has until those that `export` writes are put in their place."""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "transfer",
        _run,
        help_text="Teach a net on a clinic's reviewed repetitions; needs torch.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "labels", type=Path, metavar="LABELS", help="of `manage.py export_labels`"
    )
    parser.add_argument(
        "--net", type=base.existing_path, required=True, metavar="NET",
        help="folder of `train`, or one best.pt in it",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--epochs", type=_positive, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _run(arguments: argparse.Namespace) -> int:
    try:
        from recognition.training import transfer
    except ModuleNotFoundError as error:
        message = f"training needs {error.name}: pip install 'repwise[training]'"
        raise base.Usage(message) from error
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        bars: dict[str, Any] = {}

        def on_epoch(net: str, epoch: int, losses: dict[str, float]) -> None:
            if net not in bars:
                bars[net] = progress.add_task(net, total=arguments.epochs)
            said = f"{net}  validation {losses['validation']:.3f}"
            progress.update(bars[net], completed=epoch, description=said)

        report = transfer.transfer(
            arguments.labels,
            arguments.net,
            arguments.output,
            epochs=arguments.epochs,
            seed=arguments.seed,
            on_epoch=on_epoch,
        )
    _say(report)
    base.answer(report)
    return 0


def _say(report: dict[str, Any]) -> None:
    """Say in words what came of it."""
    before, after, tested = report["before"], report["after"], report["parts"]["test"]
    for name in ("exercise", "form", "kept"):
        if before[name] is not None:
            base.say(f"{name}: {before[name]:.3f} before, {after[name]:.3f} after")
    base.say(
        f"Measured on {tested['repetitions']} repetitions of {tested['patients']} "
        "patients who were held out."
    )
    if before["kept"] is None:
        base.say("Not measured: whether other exercises were forgotten.")
