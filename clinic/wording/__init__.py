"""The library's English in the reader's language: `translated(text)`.

Reports, findings and the shared catalog are stored as the library wrote them, in
English and with codes. Pages and mails translate when they show them, here and nowhere
else; the interface for other programs does not. What a clinic wrote itself is in no
catalog and stays as it is.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, reduce
from typing import Final

from django.utils.translation import get_language, gettext

from clinic.wording.sentences import CURVES, SENTENCES

_PLACE: Final = re.compile(r"%\((\w+)\)s")
# More than a catalog has texts, in four languages.
_REMEMBERED: Final = 8192


def translated(text: str) -> str:
    """Return what the library wrote in the active language; other text unchanged."""
    return _translated(text, get_language()) if text else text


def in_words(code: str) -> str:
    """Return a code of the library, such as `knee_flexion`, as words."""
    return translated(code.replace("_", " "))


def isolated(text: str) -> str:
    """Return `text` with a direction of its own, where no `bdi` can stand (UAX 9)."""
    return f"\u2068{text}\u2069" if text else ""


def listed(parts: Iterable[str]) -> str:
    """Return `parts` one after the other, with the comma of the language."""
    said = list(parts)
    return reduce(_with_next, said) if said else ""


def _with_next(one: str, other: str) -> str:
    return gettext("%(one)s, %(other)s") % {"one": one, "other": other}


def curves() -> dict[str, str]:
    """Return what curves and their units are called, by what the library calls them."""
    return {name: translated(name) for name in CURVES}


def forget() -> None:
    """Read the catalogs again: a test has other ones."""
    _translated.cache_clear()


@lru_cache(maxsize=_REMEMBERED)
def _translated(text: str, _language: str | None) -> str:
    said = gettext(text)
    if said != text:
        return said
    found = _sentence(text)
    if found is None:
        return text
    sentence, parts = found
    return gettext(sentence) % {name: _part(part) for name, part in parts.items()}


def _part(text: str) -> str:
    """Return what fills a gap: a text of its own, or several to choose from."""
    one, either, other = text.partition(" or ")
    if either:
        return gettext("%(one)s or %(other)s") % {
            "one": _part(one),
            "other": _part(other),
        }
    said = translated(text)
    # Within a sentence the library writes a name small.
    named = text[:1].upper() + text[1:]
    return translated(named) if said == text and translated(named) != named else said


def _sentence(text: str) -> tuple[str, Mapping[str, str]] | None:
    """Return the sentence with gaps that `text` fills, and what fills them."""
    for sentence, form in _patterns():
        if match := form.fullmatch(text):
            return sentence, match.groupdict()
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one, pattern(one)) for one in SENTENCES if _PLACE.search(one))


def pattern(sentence: str) -> re.Pattern[str]:
    """Return what `sentence` looks like when its gaps are filled."""
    pieces = _PLACE.split(sentence)
    texts = [re.escape(piece.replace("%%", "%")) for piece in pieces[::2]]
    gaps = [f"(?P<{name}>.+?)" for name in pieces[1::2]]
    return re.compile("".join(map("".join, zip(texts, [*gaps, ""], strict=True))))
