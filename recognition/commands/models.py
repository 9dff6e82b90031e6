"""`recognize assets`: get the pose networks ahead of time."""

import argparse

from recognition import assets
from recognition.commands import base


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    base.add(
        subparsers,
        "assets",
        _run,
        help_text="Download and check the pose networks; at once when they are there.",
        examples="  recognize assets",
    )


def _run(_: argparse.Namespace) -> int:
    networks = assets.pose_networks()
    paths = {
        "detector": str(networks.detector),
        "landmarks": str(networks.landmarks),
        "task": str(assets.pose_task()),
    }
    base.answer(paths)
    return 0
