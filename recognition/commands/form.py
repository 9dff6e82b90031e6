"""`recognize form`: what the trained net says of each repetition in saved poses."""

import argparse
from typing import TYPE_CHECKING

from recognition.commands import base

if TYPE_CHECKING:
    from recognition.nets.compiled import Scored

EXAMPLES = """\
  recognize form poses.npz --exercise squat

The probability that a repetition is correct comes from a net trained on ten healthy
people (UI-PRMD). It is an experiment and not part of reports: see its model card."""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "form",
        _run,
        help_text="Let the trained net judge the repetitions in a file of poses.",
        examples=EXAMPLES,
    )
    parser.add_argument("poses", type=base.existing_file, metavar="POSES.npz")
    parser.add_argument("--exercise", metavar="CODE", help="else the likeliest one")


def _run(arguments: argparse.Namespace) -> int:
    from recognition import cleaning, poses, repetitions
    from recognition.exercises import catalog
    from recognition.nets import compiled

    net = compiled.shipped()
    code = arguments.exercise
    if code is not None and code not in net.exercises:
        known = ", ".join(net.exercises)
        raise compiled.NotJudgedByNet(f"the net knows {known}, not {code}")
    sequence = cleaning.clean(poses.load(arguments.poses))
    exercise = catalog.get(code) if code else None
    spans = repetitions.segment(sequence, exercise).repetitions
    base.answer(
        {
            "repetitions": [
                _answer(number, scored, code)
                for number, scored in enumerate(net.score(sequence, spans), 1)
            ]
        }
    )
    return 0


def _answer(number: int, scored: "Scored", code: str | None) -> dict[str, object]:
    """Return what is said of one repetition."""
    likeliest = max(scored.exercises, key=lambda name: scored.exercises[name])
    return {
        "index": number,
        "exercise": likeliest,
        "probability": scored.exercises[likeliest],
        "correct": scored.form[code or likeliest],
    }
