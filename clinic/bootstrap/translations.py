"""Collects the texts to translate, without GNU gettext."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

LOCALES: Final = ("de", "es", "ar")
_SOURCES: Final = ("clinic", "templates", "recognition/exercises")
_KEYWORDS: Final = "gettext_lazy ngettext_lazy:1,2 pgettext_lazy:1c,2 gettext_noop"
_WIDTH: Final = ("--width", "88")


def extract(root: Path, template: Path) -> None:
    """Write every text of pages, exercises and code to `template`.

    Raises:
        subprocess.CalledProcessError: a file cannot be read; its output says which.
    """
    options = ("--no-location", "--project", "Repwise", *_WIDTH, "-k", _KEYWORDS)
    files = ("-F", "pyproject.toml", "-o", str(template), *_SOURCES)
    _babel(root, "extract", *options, *files)


def collect(root: Path, locales: Sequence[str]) -> None:
    """Bring the catalogs of `locales` up to date; what is new in them is empty.

    What no longer exists is dropped, and nothing is guessed from similar texts.
    """
    template = root / ".venv" / "messages.pot"
    extract(root, template)
    guesses = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
    where = ("-i", str(template), "-d", "clinic/locale", "-D", "django")
    for locale in locales:
        _babel(
            root, "update", *where, "-l", locale, "--init-missing", *guesses, *_WIDTH
        )


def _babel(root: Path, *arguments: str) -> None:
    pybabel = str(root / ".venv" / "bin" / "pybabel")
    subprocess.run([pybabel, "--quiet", *arguments], cwd=root, check=True)
