"""`recognize count`: count repetitions in saved poses of any exercise."""

import argparse

from recognition.commands import base

EXAMPLES = """\
  recognize count poses.npz

The file holds `landmarks` (T, 33, 3) in any scale, x to the right and y down, NaN
where not seen; optionally `visibility` (T, 33) and `time_s` (T,), else 30 frames/s."""


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "count",
        _run,
        help_text="Count the repetitions in a file of poses.",
        examples=EXAMPLES,
    )
    parser.add_argument("poses", type=base.existing_file, metavar="POSES.npz")


def _run(arguments: argparse.Namespace) -> int:
    from recognition import cleaning, poses, repetitions

    sequence = cleaning.clean(poses.load(arguments.poses))
    found = repetitions.segment(sequence, None).repetitions
    boundaries = [[round(s.start_s, 3), round(s.end_s, 3)] for s in found]
    base.answer({"repetitions": len(found), "boundaries": boundaries})
    return 0
