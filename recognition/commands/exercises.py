"""`recognize exercises`: list what can be judged."""

import argparse

from recognition.commands import base


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    base.add(
        subparsers,
        "exercises",
        _run,
        help_text="List the exercises of the catalog and the mistakes that are named.",
        examples="  recognize exercises",
    )


def _run(_: argparse.Namespace) -> int:
    from recognition.exercises import catalog

    rows = [
        {
            "code": exercise.code,
            "name": exercise.name,
            "mistakes": [mistake.code for mistake in exercise.mistakes],
        }
        for exercise in catalog.load().values()
    ]
    base.answer({"exercises": rows})
    return 0
