"""`recognize benchmark`: measure the library on videos of one's own."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from recognition.commands import base

if TYPE_CHECKING:
    from recognition.pose_estimation.benchmark import Comparison

EXAMPLES = """\
  recognize benchmark pose clips/*.mp4 --output pose.json"""


def register(subparsers: base.Subparsers) -> None:
    """Add the command and what can be measured."""
    parser = base.add(
        subparsers,
        "benchmark",
        _run,
        help_text="Measure speed and agreement of the pose runtimes.",
        examples=EXAMPLES,
    )
    parser.add_argument("what", choices=["pose"])
    parser.add_argument("videos", nargs="+", type=base.existing_file, metavar="VIDEO")
    parser.add_argument("--output", type=Path, metavar="pose.json")
    parser.add_argument("--runtimes", metavar="NAME,NAME", help="instead of all")


def _run(arguments: argparse.Namespace) -> int:
    from recognition.pose_estimation import benchmark

    names = arguments.runtimes.split(",") if arguments.runtimes else benchmark.RUNTIMES
    base.say(f"{'clip':<28}{'runtime':<16}{'frames/s':>9}{'ratio':>7}  distance  found")
    rows = benchmark.compare(arguments.videos, names, on_clip=_print)
    summary = benchmark.summarize(rows)
    if arguments.output:
        arguments.output.write_text(json.dumps(summary, indent=2) + "\n")
    base.answer(summary)
    return 0


def _print(row: "Comparison") -> None:
    """Print one line of the table."""
    median = row.median_distance
    distance = f"{median:8.2%}" if median is not None else "       -"
    base.say(
        f"{row.clip:<28}{row.runtime:<16}{row.fps:9.1f}{row.ratio_to_mediapipe:7.2f}"
        f"  {distance}  {row.found_ratio:5.3f}  decode {row.decode_fps:.0f}/s, "
        f"{row.cpu_ms_a_frame:.1f} ms CPU a frame, {row.peak_rss_mb:.0f} MB"
    )
