"""What the subcommands share: how they are added, and how they answer."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from recognition.errors import EXIT_USAGE

Subparsers = Any  # argparse hides the class of what `add_subparsers` returns.
Run = Callable[[argparse.Namespace], int]


class Usage(Exception):
    """The command was called in a way it does not understand."""


class Parser(argparse.ArgumentParser):
    """A parser that answers a usage error with JSON and exit code 64."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong, on both channels, and leave."""
        self.print_usage(sys.stderr)
        say(f"{self.prog}: {message}")
        answer_usage(message, f"Run `{self.prog} --help`.")
        self.exit(EXIT_USAGE)


def add(
    subparsers: Subparsers, name: str, run: Run, *, help_text: str, examples: str
) -> argparse.ArgumentParser:
    """Add the subcommand `name`, which calls `run`, and return its parser."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=help_text,
        description=help_text,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def existing_file(text: str) -> Path:
    """Convert an argument to the path of a file that is there."""
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def existing_path(text: str) -> Path:
    """Convert an argument to the path of a file or folder that is there."""
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file or folder {text}")
    return path


def answer(mapping: Mapping[str, Any]) -> None:
    """Write JSON to the standard output."""
    sys.stdout.write(json.dumps(mapping, indent=2, allow_nan=False) + "\n")


def answer_usage(message: str, what_to_do: str) -> None:
    """Write the JSON form of a usage error."""
    error = {"code": "usage", "message": message, "what_to_do": what_to_do}
    answer({"error": error})


def say(text: str) -> None:
    """Write a line for people to the standard error."""
    sys.stderr.write(text + "\n")
