"""The library's English is put into the reader's language; nothing else is."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from clinic import wording
from clinic.wording.sentences import CURVES, SENTENCES
from recognition.biomechanics.kinematics import QUANTITIES
from recognition.exercises import catalog
from recognition.report import View
from tests.clinic.wording import languages

PROJECT = Path(__file__).resolve().parents[3]
LIBRARY = PROJECT / "recognition"
# Whose texts reach a page: the report, refusals, measures. The rest is for programmers.
SPEAKING = (
    *("assessment", "repetitions", "pose_estimation/person.py", "errors.py"),
    *("framing.py", "judgment.py", "pipeline.py", "video.py", "viewpoint.py"),
    *("learning/take.py", "learning/drafting.py", "learning/adjusting.py"),
    *("exercises/personal.py", "exercises/catalog.py", "exercises/spec.py"),
)
# What is read by programmers or only by the therapist's own programs.
UNSHOWN = re.compile(
    r"`landmarks`|^landmarks are|NumPy|of the library|^Set by the therapist|^lasting "
    r"|^Learned from the reference|worst .* expected|^\S+ of \S+ \S+$|joint speeds"
    r"|± |^at (least|most) "
    r"|^As in the reference recording|^Default; the therapist prescribes"
    r"|^(on the way (out|back)|at the furthest point|at rest|during the movement)$"
    r"|^x x than in the reference"  # a gap there is `more` or `less`: two sentences
)


@pytest.fixture
def reads(speaks, tmp_path):
    """Let a reader have these texts in their language."""

    def give(texts):
        code = speaks(languages.compiled(tmp_path, texts))
        return translation.override(code)

    yield give
    wording.forget()


def test_a_text_of_the_library_is_read_in_the_readers_language(reads):
    with reads({"Not deep enough": "Pas assez bas"}):
        assert wording.translated("Not deep enough") == "Pas assez bas"
    assert wording.translated("Not deep enough") == "Not deep enough"


def test_gaps_of_a_sentence_are_filled_in_the_readers_language(reads):
    texts = {
        "%(landmark)s hidden": "verdeckt: %(landmark)s",
        "left knee": "linkes Knie",
    }
    with reads(texts):
        assert wording.translated("left knee hidden") == "verdeckt: linkes Knie"


def test_places_to_choose_from_are_translated_one_by_one(reads):
    texts = {
        "needs a recording from %(wanted)s, this one is from %(here)s": (
            "aus %(here)s, nicht aus %(wanted)s"
        ),
        "%(one)s or %(other)s": "%(one)s oder %(other)s",
        "the side": "der Seite",
        "behind": "hinten",
        "the front": "vorn",
    }
    said = "needs a recording from the side or behind, this one is from the front"
    with reads(texts):
        assert wording.translated(said) == "aus vorn, nicht aus der Seite oder hinten"


def test_a_name_within_a_sentence_is_found_though_it_is_written_small(reads):
    texts = {
        "Squat": "Kniebeuge",
        "What a %(exercise)s is judged by is out of the picture most of the time.": (
            "%(exercise)s: meist nicht im Bild."
        ),
    }
    said = "What a squat is judged by is out of the picture most of the time."
    with reads(texts):
        assert wording.translated(said) == "Kniebeuge: meist nicht im Bild."


def test_what_a_clinic_wrote_itself_stays_as_it_is(reads):
    own = "Bend or stretch, as Dr. Weber showed you: 50 % of the way."
    with reads({"%(one)s or %(other)s": "%(one)s oder %(other)s"}):
        assert wording.translated(own) == own


def test_nothing_stays_nothing(reads):
    with reads({"": "the header of a catalog"}):
        assert wording.translated("") == ""


def test_a_code_is_read_as_words(reads):
    with reads({"turning out": "Auswärtsdrehen"}):
        assert wording.in_words("turning_out") == "Auswärtsdrehen"


def test_every_curve_of_the_library_has_a_name_to_translate():
    names = {name.replace("_", " ").capitalize() for name in QUANTITIES}
    units = {quantity.unit for quantity in QUANTITIES.values()} - {"deg", "ratio"}

    assert names | units == set(CURVES)


def test_every_place_that_can_be_hidden_has_a_name_to_translate():
    needed = {
        name.replace("_", " ")
        for quantity in QUANTITIES.values()
        for side in ("left", "right")
        for name in quantity.needs(side)
    }

    assert needed <= set(SENTENCES)


def test_every_joint_of_a_mistake_has_a_name_to_translate():
    joints = {one.joint for each in catalog.load().values() for one in each.mistakes}

    assert joints <= set(SENTENCES)


def test_what_the_library_says_is_found_in_the_sentences():
    patterns = [wording.pattern(sentence) for sentence in SENTENCES]
    unknown = [
        said
        for said in library_says()
        if not UNSHOWN.search(said)
        and not any(pattern.fullmatch(said) for pattern in patterns)
    ]

    assert unknown == []


def test_no_sentence_is_kept_that_the_library_no_longer_says():
    said = set(library_says())
    fixed = [one for one in SENTENCES if " " in one and "%(" not in one]
    from_codes = {
        *CURVES,
        *(one for one in SENTENCES if re.match("(left|right) ", one)),
    }

    assert [one for one in fixed if one not in said | from_codes] == []


def test_a_refused_view_is_a_sentence_with_gaps():
    from recognition.assessment.measures import refusal

    view = View("back", yaw_deg=180.0, confidence=1.0)
    said = refusal(view, ("front", "left", "right"))

    assert said is not None
    assert any(wording.pattern(one).fullmatch(said) for one in SENTENCES)


def library_says():
    """Every text with a space in the modules that speak to people; gaps as `x`."""
    for name in SPEAKING:
        place = LIBRARY / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            yield from texts_of(ast.parse(path.read_text("utf-8")))


def texts_of(tree):
    hidden = {id(node) for top in ast.walk(tree) for node in parts_unsaid(top)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        text = text_of(node)
        if text and " " in text.strip() and re.search("[a-z]{3}", text):
            yield text


def parts_unsaid(node):
    """Docstrings, pieces of f-strings, and what is told to programmers."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return [part for part in ast.walk(node) if part is not node]
    if isinstance(node, ast.Raise) and re.search(
        "Malformed|ValueError", ast.unparse(node)
    ):
        return list(ast.walk(node))
    return []


def text_of(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "x"
            for part in node.values
        )
    return None


@pytest.mark.parametrize(
    ("language", "said"), [("en", "a, b, c"), ("de", "a, b, c"), ("ar", "a، b، c")]
)
def test_a_list_has_the_comma_of_the_language(language, said):
    with translation.override(language):
        assert wording.listed(iter("abc")) == said


def test_an_isolated_text_is_set_apart_from_what_stands_around_it():
    assert wording.isolated("Stop.") == "\u2068Stop.\u2069"
    assert wording.isolated("") == ""


def test_a_list_of_one_has_no_comma_and_an_empty_one_no_words():
    assert wording.listed(["a"]) == "a"
    assert wording.listed([]) == ""
