"""What commands share about the prescribed exercise and the patient's own rules."""

import argparse
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from recognition import structure
from recognition.commands import base
from recognition.patient_rules import PatientRules

if TYPE_CHECKING:
    from recognition.exercises.spec import Exercise

_EXERCISE_FILE = ".toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that set a patient's targets, limits and tolerances."""
    parser.add_argument(
        "--rules",
        type=base.existing_file,
        metavar="rules.toml",
        help="the patient's own [targets], [limits] and [tolerances]",
    )
    for name, what in (
        ("target", "value of a measure that the patient is to reach"),
        ("limit", "value of a measure that the patient must not pass"),
        ("tolerance", "deviation from which a mistake counts"),
    ):
        parser.add_argument(
            f"--{name}",
            type=_pair,
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help=what,
        )


def given(arguments: argparse.Namespace) -> PatientRules:
    """Return the rules of the file, and over them those of single options.

    Raises:
        Usage: the file is no file of rules.
    """
    try:
        stored = _read(arguments.rules) if arguments.rules else PatientRules()
        return PatientRules(
            targets={**stored.targets, **_numbers(arguments.target)},
            limits={**stored.limits, **_numbers(arguments.limit)},
            tolerances={**stored.tolerances, **_numbers(arguments.tolerance)},
        )
    except (tomllib.TOMLDecodeError, structure.Malformed) as error:
        raise base.Usage(str(error)) from error


def exercise(named: str | None) -> "str | Exercise | None":
    """Return the code of an exercise, or the exercise that a file holds.

    Raises:
        Usage: there is no such file, or it holds no exercise.
    """
    if named is None or not named.endswith(_EXERCISE_FILE):
        return named
    from recognition.exercises import catalog

    path = Path(named)
    if not path.is_file():
        raise base.Usage(f"there is no file {named}")
    try:
        return catalog.read(path.read_text(encoding="utf-8"), where=path.name)
    except (structure.Malformed, UnicodeDecodeError) as error:
        raise base.Usage(str(error)) from error


def _read(path: Path) -> PatientRules:
    """Read a file of rules."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return structure.from_mapping(PatientRules, table, strict=True, where=path.name)


def _pair(text: str) -> tuple[str, float]:
    """Convert `name=value`."""
    name, separator, value = text.partition("=")
    try:
        if not (name and separator):
            raise ValueError
        return name, float(value)
    except ValueError:
        message = f"{text} is not NAME=VALUE such as knee_flexion=80"
        raise argparse.ArgumentTypeError(message) from None


def _numbers(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the last value of each name."""
    return dict(pairs)
