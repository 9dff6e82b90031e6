"""Every action that is written down has a sentence, and every sentence an action."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from clinic.api.urls import router
from clinic.models import Correction, Verdict
from clinic.web.presentation.audit import areas, groups, is_action
from clinic.web.presentation.audit_actions import SENTENCES, of_area

CODE = re.compile(r"(?P<area>[a-z_]+)\.[a-z_]+")
# What looks like an action and is none: files, tasks, fields of an answer.
WRITERS = ("services", "api/views", "web/views", "tasks")
OTHERS = {"plan.typ", "labels.csv", "progress.csv", "usage.csv", "audit.csv"}


def written():
    """Return the codes in the code of `clinic` that writes the audit."""
    folders = (Path(settings.BASE_DIR, "clinic", name) for name in WRITERS)
    files = [file for folder in folders for file in folder.rglob("*.py")]
    texts = {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {text for text in texts if (match := CODE.fullmatch(text))
             and match["area"] in areas()}  # fmt: skip
    found |= {f"finding.{one}" for one in Verdict.Decision.values}
    found |= {f"correction.{one}" for one in Correction.Kind.values}
    found |= {f"{basename}.listed" for _prefix, _view, basename in router.registry}
    return found - OTHERS


def test_no_action_lacks_a_sentence_and_no_sentence_an_action():
    assert written() == set(SENTENCES)


def test_no_two_actions_have_the_same_sentence():
    said = [str(words) for words in SENTENCES.values()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("language", ["de", "es", "ar"])
def test_every_sentence_is_translated(language):
    english = {code: str(words) for code, words in SENTENCES.items()}
    with translation.override(language):
        same = [code for code, words in SENTENCES.items() if words == english[code]]
    assert same == []


def test_every_action_belongs_to_a_group_that_can_be_asked_for():
    grouped = [code for group in groups() for code in group.actions]
    assert sorted(grouped) == sorted(SENTENCES)
    assert all(group.actions for group in groups())


def test_of_an_area_are_those_of_its_first_word_alone():
    assert "plan.ended" in of_area("plan")
    assert "plan_template.added" not in of_area("plan")


@pytest.mark.parametrize(
    ("wanted", "is_one"), [("plan.ended", True), ("plan", True), ("plan.x", False)]
)
def test_only_what_there_is_can_be_asked_for(wanted, is_one):
    assert is_action(wanted) is is_one
