"""The language of these tests, and every text there is to translate."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from clinic.bootstrap import translations
from tests.clinic.wording import languages

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Every text to translate, as `make messages` finds them."""
    target = tmp_path_factory.mktemp("texts") / "messages.pot"
    translations.extract(PROJECT, target)
    with target.open("rb") as file:
        return read_po(file)


@pytest.fixture
def speaks(settings):
    """Give the language of these tests a catalog, from a folder with it."""

    def give(folder):
        settings.LOCALE_PATHS = [folder]
        settings.LANGUAGES = [("en", "English"), (languages.CODE, "Test")]
        return languages.CODE

    return give
