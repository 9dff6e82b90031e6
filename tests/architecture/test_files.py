"""What holds for every file of the project, whoever wrote it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LONGEST = 400
WRITTEN = {".py", ".js", ".css", ".html", ".sh"}
# A name must say what is inside; these would fit anything.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "handler"} | {
    *("managers", "handlers", "data", "info", "misc", "common"),
}
# Folders of one person's machine, and hosts packages are fetched from.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|Users|work|farm)/\w")
PACKAGE_HOSTS = re.compile(
    r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org"
)


def listed() -> list[Path]:
    """Return every file of the project, tracked or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / line for line in answer.stdout.splitlines())
    return sorted(path for path in paths if path.is_file())


FILES = listed()
SOURCES = [path for path in FILES if path.suffix in WRITTEN]
MODULES = [path for path in SOURCES if path.suffix == ".py"]
TEMPLATES = [path for path in SOURCES if path.is_relative_to(ROOT / "templates")]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def texts() -> Iterator[tuple[Path, str]]:
    for path in FILES:
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_the_project_is_not_empty() -> None:
    assert len(MODULES) > 20
    assert len(TEMPLATES) > 5


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        short(path): path.read_text().count("\n")
        for path in SOURCES
        if "migrations" not in path.parts
    }

    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}


def test_every_name_says_what_is_inside() -> None:
    empty = [short(path) for path in MODULES if path.stem in EMPTY_NAMES]

    assert empty == []


def test_every_module_opens_with_one_line_that_says_what_it_is_for() -> None:
    silent = []
    for path in MODULES:
        if "migrations" in path.parts:
            continue
        said = ast.get_docstring(ast.parse(path.read_text()))
        if not said or not said.splitlines()[0].endswith((".", "?")):
            silent.append(short(path))

    assert silent == []


def test_no_file_names_one_machine_or_a_package_host() -> None:
    found = [
        f"{short(path)}: {hit.group()}"
        for path, text in texts()
        for pattern in (MACHINE_PATHS, PACKAGE_HOSTS)
        if path != Path(__file__) and (hit := pattern.search(text))
    ]

    assert found == []


# The policy of the pages forbids both, and a page that needs them breaks silently.
INLINE = {
    "a script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\bnonce=)[^>]*>\s*\S"),
    "a style element": re.compile(r"<style\b"),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*="),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*="),
    "a javascript address": re.compile(r"javascript:"),
}


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_no_inline_code(what: str) -> None:
    # E-mail programs know no style sheets: letters to read there may carry styles.
    pages = [path for path in TEMPLATES if "emails" not in path.parts]

    found = [short(path) for path in pages if INLINE[what].search(path.read_text())]

    assert found == []


def test_nothing_from_another_project_is_copied_in() -> None:
    copied = [
        short(path)
        for path in FILES
        if {"vendor", "third_party", "node_modules"} & set(path.parts)
        or path.name.endswith((".min.js", ".min.css"))
    ]

    assert copied == []


def test_no_file_is_large() -> None:
    large = {short(path): path.stat().st_size for path in FILES}

    assert {name: size for name, size in large.items() if size > 2_000_000} == {}
