"""The exercises that are known: one TOML file each, checked when first needed.

A file may hold variants of its exercise, which are exercises of their own here.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from recognition import structure
from recognition.errors import UnknownExercise
from recognition.exercises.spec import Exercise
from recognition.structure import Malformed


@cache
def load() -> Mapping[str, Exercise]:
    """Return all exercises by code, in alphabetical order.

    Raises:
        Malformed: a file is wrong; the message names file and field.
    """
    folder = resources.files("recognition.exercises")
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    read_all = [_read_file(file) for file in sorted(files, key=lambda file: file.name)]
    known = {
        one.code: one
        for exercise in read_all
        for one in (exercise, *(exercise.varied(v) for v in exercise.variants))
    }
    return MappingProxyType({code: known[code] for code in sorted(known)})


def get(code: str) -> Exercise:
    """Return the exercise `code`.

    Raises:
        UnknownExercise: no exercise has this code.
    """
    try:
        return load()[code]
    except KeyError:
        raise UnknownExercise(f"There is no exercise `{code}`.") from None


def read(text: str, *, where: str) -> Exercise:
    """Read one exercise from the text of a TOML file called `where`.

    Raises:
        Malformed: not TOML, or not an exercise; the message says where.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Malformed(f"{where}: {error}") from None
    return structure.from_mapping(Exercise, given, strict=True, where=where)


def _read_file(file: Traversable) -> Exercise:
    """Read one file of the catalog; it is called like the exercise in it."""
    exercise = read(file.read_text(encoding="utf-8"), where=file.name)
    if file.name != f"{exercise.code}.toml":
        raise Malformed(f"{file.name}: holds the exercise `{exercise.code}`")
    return exercise
