"""The catalogs of the languages that are offered are complete and in order."""

import re
from gettext import c2py

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from clinic.bootstrap import translations
from tests.clinic.wording.conftest import PROJECT

OFFERED = [code for code, _ in settings.LANGUAGES if code != "en"]
# Gaps of Python and of Django's templates; a doubled sign is a sign.
GAP = re.compile(r"%\((\w+)\)[sd]|%[sd]")
FORMS = {"de": 2, "es": 2, "ar": 6}


def catalog_of(language):
    path = PROJECT / "clinic" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=False)


def ids(catalog):
    return {message.id for message in catalog if message.id}


def said(message):
    return message.string if message.pluralizable else (message.string,)


@pytest.fixture(params=OFFERED)
def catalog(request):
    return catalog_of(request.param)


def test_every_offered_language_is_one_that_is_collected():
    assert set(OFFERED) <= set(translations.LOCALES)


def test_languages_that_no_clinician_has_read_are_marked():
    assert set(OFFERED) == settings.LANGUAGES_NOT_REVIEWED


def test_every_text_of_the_pages_is_in_the_catalog_and_nothing_else(catalog, template):
    assert sorted(map(str, ids(template) ^ ids(catalog))) == []


def test_no_text_is_left_in_english_or_in_doubt(catalog):
    open_ones = [m.id for m in catalog if m.id and not all(said(m))]
    doubtful = [m.id for m in catalog if m.id and m.fuzzy]

    assert (open_ones, doubtful, list(catalog.obsolete)) == ([], [], [])


def test_gaps_are_those_of_the_english_text(catalog):
    wrong = [m.id for m in catalog if m.id and all(said(m)) and not gaps_agree(m)]

    assert wrong == []


def gaps_agree(message):
    asked = message.id if message.pluralizable else (message.id,)
    wanted = {gap for text in asked for gap in GAP.findall(text)}
    # "one" and "two" may say the number in a word.
    optional = {"n", "count"} if message.pluralizable else set()
    return all(
        set(GAP.findall(text)) <= wanted
        and wanted - set(GAP.findall(text)) <= optional | named(asked)
        for text in said(message)
    )


def named(asked):
    """Gaps that English itself leaves out in one of its two forms."""
    each = [set(GAP.findall(text)) for text in asked]
    return set.union(*each) - set.intersection(*each)


def test_every_language_has_all_its_plural_forms(catalog):
    forms = FORMS[catalog.locale.language]

    assert catalog.num_plurals == forms
    assert {len(m.string) for m in catalog if m.id and m.pluralizable} == {forms}


def test_arabic_counts_as_its_grammar_does():
    form = c2py(catalog_of("ar").plural_expr)
    zero, one, two, few, many, other = range(6)

    numbers = (0, 1, 2, 3, 10, 11, 99, 100, 103)
    assert [form(n) for n in numbers] == [
        *(zero, one, two, few, few, many, many, other, few)
    ]


def test_translators_say_how_a_day_is_written():
    # Django names some formats itself, and machines read others.
    fixed = re.compile(
        r"""date(:|_format\([^()]*, ?)["'](?!([A-Z_]+_FORMAT|c|Y-m-d)["'])"""
    )
    sources = [*PROJECT.glob("templates/**/*.html"), *PROJECT.glob("clinic/**/*.py")]
    wrong = [path.name for path in sources if fixed.search(path.read_text("utf-8"))]

    assert wrong == []
