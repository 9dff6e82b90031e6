"""`recognize learn-exercise`: make an exercise file from one reference recording."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recognition.commands import base, progress
from recognition.options import Options

if TYPE_CHECKING:
    from recognition.exercises.spec import Exercise
    from recognition.poses import PoseSequence

EXAMPLES: Final = """\
  recognize learn-exercise reference.mp4 --name "Slow knee bend"
  recognize learn-exercise poses.npz --name "Slow knee bend" --output knee.toml
  recognize analyze patient.mp4 --exercise knee.toml

Record three to five equal repetitions of good form, from rest to rest, from the
direction that patients will record from. The file can be read and changed."""

RUNTIMES: Final = ("openvino", "torch", "mediapipe")
_POSES: Final = ".npz"


def register(subparsers: base.Subparsers) -> None:
    """Add the command."""
    parser = base.add(
        subparsers,
        "learn-exercise",
        _run,
        help_text="Make an exercise that can be judged from one reference recording.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "video",
        type=base.existing_file,
        metavar="VIDEO",
        help="the reference, or the poses.npz of it",
    )
    parser.add_argument("--name", required=True, help="what people call the exercise")
    parser.add_argument("--code", help="its code; made from the name if left out")
    parser.add_argument(
        "--output", type=Path, metavar="FILE.toml", help="default: the code, here"
    )
    parser.add_argument(
        "--runtime", choices=RUNTIMES, default=Options().runtime, help="for the poses"
    )


def _run(arguments: argparse.Namespace) -> int:
    from recognition import learning

    code = arguments.code or _code_of(arguments.name)
    target: Path = arguments.output or Path(f"{code}.toml")
    if not target.parent.is_dir():
        raise base.Usage(f"there is no folder {target.parent}")
    poses = _poses(arguments)
    learned = learning.learn(poses, name=arguments.name, code=code)
    target.write_text(learning.dumps(learned), encoding="utf-8")
    base.answer({"exercise": code, "file": str(target), **_told(learned)})
    base.say(f"{target}: try `recognize analyze VIDEO --exercise {target}`.")
    return 0


def _poses(arguments: argparse.Namespace) -> "PoseSequence":
    """Return the poses of the reference, estimated unless a file holds them."""
    from recognition import pipeline, poses

    source: Path = arguments.video
    if source.suffix == _POSES:
        return poses.load(source)
    options = Options(runtime=arguments.runtime)
    with progress.bar() as on_progress:
        return pipeline.estimate_poses(source, options=options, on_progress=on_progress)


def _told(learned: "Exercise") -> dict[str, object]:
    """Return what was learned, for people to check."""
    signal = learned.signal
    return {
        "name": learned.name,
        "signal": signal.measure,
        "target": list(signal.target),
        "sides": list(learned.sides),
        "views": list(learned.views.allowed),
        "reference": [curve.measure for curve in learned.reference],
    }


def _code_of(name: str) -> str:
    """Return a code from a name.

    Raises:
        Usage: nothing of the name can be in a code.
    """
    code = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not code:
        raise base.Usage("give a --code; the name holds no letter from a to z")
    return code
