"""`recognize train`: fit a net on every fold of a protocol; a kill costs an epoch."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recognition.commands import base

if TYPE_CHECKING:
    from recognition.training.config import Training
    from recognition.training.run import OnEpoch

EXAMPLES = """\
  recognize train lite --data ui-prmd --protocol folds --output runs/lite
  recognize train st_gcn++ --data ui-prmd --protocol loso --output runs/st_gcn++
  recognize train lite --data simulated --without mirror --output runs/ablation
  recognize train lite --data ui-prmd --recordings --output runs/recognizer

nets: aia cnn_lstm ctr_gcn disentangled hallucinet i3d lite ms_g3d pose_conv3d
      st_gcn st_gcn++ tdn temporal_preservation tsn two_stream

DATA is a folder with UI-PRMD, or `simulated`. Called again with the same settings,
it goes on where it was stopped."""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "train",
        _run,
        help_text="Train a net; needs torch.",
        examples=EXAMPLES,
    )
    parser.add_argument("net", metavar="NET", help="see below")
    parser.add_argument("--data", default="simulated", metavar="DATA")
    parser.add_argument(
        "--vicon", action="store_true", help="motion capture instead of the Kinect"
    )
    parser.add_argument(
        "--with-simulated", action="store_true", help="train on simulated patients too"
    )
    parser.add_argument(
        "--protocol", choices=["folds", "loso", "egcn"], default="folds"
    )
    parser.add_argument("--only", action="append", default=[], metavar="FOLD")
    parser.add_argument("--size", default="small", choices=["small", "original"])
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--frames", type=int, default=48)
    parser.add_argument("--seeds", type=int, default=1, metavar="N")
    parser.add_argument("--patients", type=int, default=10, metavar="N")
    parser.add_argument(
        "--without", action="append", default=[], metavar="CHANGE",
        help="switch one augmentation off: mirror, yaw_deg, scale, noise, warp",
    )  # fmt: skip
    parser.add_argument(
        "--half", action="store_true",
        help="multiply in bfloat16 on a processor too; graph and volume nets take "
        "about half the time",
    )  # fmt: skip
    parser.add_argument(
        "--phases", action="store_true",
        help="train on the phase of every frame (temporal_preservation only)",
    )  # fmt: skip
    parser.add_argument(
        "--recordings", action="store_true",
        help="train to tell every exercise of the catalog, and `other`, in recordings "
        "of a phone: simulated patients, and UI-PRMD in DATA",
    )  # fmt: skip
    parser.add_argument(
        "--form", action="store_true",
        help="train to tell correct from incorrect repetitions of every exercise of "
        "the catalog, on simulated patients and UI-PRMD in DATA",
    )  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    try:
        from recognition.training import run
    except ModuleNotFoundError as error:
        message = f"training needs {error.name}: pip install 'repwise[training]'"
        raise base.Usage(message) from error
    from rich.progress import Progress

    settings = _settings(arguments)
    with Progress() as progress:
        bars: dict[str, Any] = {}

        def on_epoch(fit: str, epoch: int, losses: dict[str, float]) -> None:
            if fit not in bars:
                bars[fit] = progress.add_task(fit, total=settings.epochs)
            said = f"{fit}  validation {losses['validation']:.3f}"
            progress.update(bars[fit], completed=epoch, description=said)

        if arguments.phases:
            return _train_phases(settings, arguments, on_epoch)
        if arguments.form:
            return _train_form(settings, arguments, on_epoch)
        if arguments.recordings:
            return _train_recognizer(settings, arguments, on_epoch)
        folders = run.train(
            settings,
            Path(arguments.data),
            arguments.output,
            only=tuple(arguments.only),
            on_epoch=on_epoch,
        )
    base.answer({"folds": [folder.name for folder in folders]})
    return 0


def _train_phases(
    settings: "Training", arguments: argparse.Namespace, on_epoch: "OnEpoch"
) -> int:
    """Train the net of phases and answer what each fold found."""
    from recognition.training import boundaries, run

    if settings.net != boundaries.NET:
        raise base.Usage(f"only {boundaries.NET} says the phase of every frame")
    clips = run.clips_of(settings, Path(arguments.data))
    found = boundaries.train(clips, settings, arguments.output, on_epoch=on_epoch)
    base.answer({"folds": [asdict(counted) for counted in found]})
    return 0


def _train_recognizer(
    settings: "Training", arguments: argparse.Namespace, on_epoch: "OnEpoch"
) -> int:
    """Train the recognizer of recordings and answer where its nets are."""
    from recognition.training import recognizer

    nets = recognizer.train(
        settings, Path(arguments.data), arguments.output, on_epoch=on_epoch
    )
    base.answer({"nets": [str(net) for net in nets]})
    return 0


def _train_form(
    settings: "Training", arguments: argparse.Namespace, on_epoch: "OnEpoch"
) -> int:
    """Train the net that judges form and answer where its nets are."""
    from recognition.training import form_scorer

    nets = form_scorer.train(
        settings, Path(arguments.data), arguments.output, on_epoch=on_epoch
    )
    base.answer({"nets": [str(net) for net in nets]})
    return 0


def _settings(arguments: argparse.Namespace) -> "Training":
    """Return what the arguments ask for."""
    from recognition.datasets.augmentation import Augmentation
    from recognition.training.config import Training
    from recognition.training.recognizer import AUGMENTATION

    seen_by_a_phone = arguments.recordings or arguments.form
    augmentation = AUGMENTATION if seen_by_a_phone else Augmentation()
    for name in arguments.without:
        if name not in Augmentation.__dataclass_fields__:
            raise base.Usage(f"there is no augmentation {name}")
        augmentation = augmentation.without(name)
    return Training(
        arguments.net,
        size=arguments.size,
        data=_source(arguments),
        protocol=arguments.protocol,
        frames=arguments.frames,
        seeds=tuple(range(arguments.seeds)),
        epochs=arguments.epochs,
        patients=arguments.patients,
        augmentation=augmentation,
        half=arguments.half,
    )


def _source(arguments: argparse.Namespace) -> Any:  # noqa: ANN401  a literal
    """Return the name of the data."""
    if arguments.data == "simulated":
        return "simulated"
    if arguments.vicon:
        return "ui-prmd-vicon"
    with_simulated = arguments.with_simulated or arguments.form
    return "ui-prmd+simulated" if with_simulated else "ui-prmd"
