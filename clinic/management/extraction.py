"""Find the texts to translate where Babel's own extractors do not: `make messages`.

Named in pyproject.toml under `tool.babel`.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any, Final

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

Found = tuple[int, str | None, str | tuple[str, ...], list[str]]

# What pages show of an exercise file, by table. A phase is shown by its code as words;
# sources, and what only the library reads, are not translated.
_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "exercise": ("name", "purpose", "instructions"),
    "variants": ("name", "purpose", "instructions", "advice"),
    "views": ("advice",),
    "phases": ("name",),
    "measures": ("label",),
    "mistakes": ("name", "cue", "clinical"),
}


def from_template(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],  # noqa: ARG001  the signature is Babel's
) -> Iterator[Any]:
    """Yield the texts of a Django template, as `makemessages` finds them."""
    calls = templatize(file.read().decode("utf-8"))
    # Text between the tags would read as indentation; one line has none.
    line = " ".join(calls.split("\n")).lstrip()
    yield from extract_python(BytesIO(line.encode()), keywords, comment_tags, {})


def from_exercise(
    file: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Found]:
    """Yield what pages show of an exercise file, with a word on where it is shown."""
    exercise = tomllib.load(file)
    for table, keys in _SHOWN.items():
        rows = exercise if table == "exercise" else exercise.get(table, [])
        for row in rows if isinstance(rows, list) else [rows]:
            for key in keys:
                yield from _texts(row[key], f"{table}: {key}")
    for otherwise in _refusals(exercise):
        yield from _texts(otherwise, "why it was not judged")


def _texts(value: str | list[str], comment: str) -> Iterator[Found]:
    for text in [value] if isinstance(value, str) else value:
        shown = text.replace("_", " ") if comment == "phases: name" else text
        yield 0, None, shown, [comment]


def _refusals(exercise: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a page says where a posture was not seen."""
    for posture in exercise.get("hold", {}).get("postures", []):
        if "otherwise" in posture:
            yield posture["otherwise"]
    for mistake in exercise["mistakes"]:
        if "otherwise" in mistake.get("only_if", {}):
            yield mistake["only_if"]["otherwise"]
