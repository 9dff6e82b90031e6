"""The command line: `recognize analyze`, `count` and their companions.

JSON goes to the standard output, text for people to the standard error. Exit codes:
0 done, 2 cannot be analyzed, 64 called wrongly, 69 the pose networks are missing.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from recognition.assets import PoseModelUnavailable
from recognition.commands import (
    analyze,
    base,
    benchmark,
    count,
    evaluate,
    exercises,
    export,
    learn,
    models,
    simulate,
    train,
    transfer,
)
from recognition.errors import EXIT_UNANALYZABLE, EXIT_USAGE, Unanalyzable
from recognition.version import VERSION

EXIT_UNAVAILABLE: Final = 69  # EX_UNAVAILABLE of sysexits.h

EXAMPLES: Final = """\
examples:
  recognize analyze squat.mp4 --exercise squat --output report.json
  recognize count poses.npz
  recognize exercises
  recognize learn-exercise reference.mp4 --name "Slow knee bend"
"""

COMMANDS: Final = (
    analyze, count, exercises, learn, models, simulate, benchmark, train,
    transfer, evaluate, export,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except base.Usage as error:
        base.say(f"recognize: {error}")
        base.answer_usage(str(error), "Run `recognize --help`.")
        return EXIT_USAGE
    except Unanalyzable as error:
        base.say(f"{error.message} {error.what_to_do}")
        base.answer({"error": error.answer()})
        return EXIT_UNANALYZABLE
    except PoseModelUnavailable as error:
        base.say(str(error))
        base.answer({"error": _unavailable(error)})
        return EXIT_UNAVAILABLE
    except KeyboardInterrupt:
        base.say("Stopped.")
        return 130


def _parser() -> base.Parser:
    """Return the parser with all subcommands."""
    parser = base.Parser(
        prog="recognize",
        description="Say what a person did in a video, and how well.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"recognize {VERSION}")
    subparsers = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND"
    )
    for command in COMMANDS:
        command.register(subparsers)
    return parser


def _unavailable(error: PoseModelUnavailable) -> dict[str, str]:
    """Return the published form of missing networks."""
    return {
        "code": "pose_model_unavailable",
        "message": str(error),
        "what_to_do": "Run `recognize assets` with a network connection.",
    }


if __name__ == "__main__":
    sys.exit(main())
