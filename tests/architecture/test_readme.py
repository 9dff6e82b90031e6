"""The README promises only what exists."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
# Fenced blocks and code spans: what a reader will type or open.
CODE = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", README, flags=re.DOTALL))


def names(pattern: str) -> set[str]:
    return set(re.findall(pattern, CODE))


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))

    promised = names(r"\bmake ([a-z]+)")

    assert {"demo", "test"} <= promised
    assert promised <= targets


def test_every_django_command_exists() -> None:
    promised = names(r"manage\.py ([a-z_]+)")

    assert promised
    assert promised <= set(get_commands())


def test_every_subcommand_of_recognize_exists() -> None:
    from recognition.cli import main

    promised = names(r"\brecognize ([a-z]+(?:-[a-z]+)*)")
    assert promised

    for name in sorted(promised):
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0, name


def test_every_file_that_is_named_exists() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    folders = {str(parent) for line in tracked for parent in Path(line).parents}
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", README)

    assert [
        name for name in linked if name.rstrip("/") not in {*tracked, *folders}
    ] == []


def code_that_reads_settings() -> str:
    folders = ("clinic/config", "recognition", "clinic/bootstrap", "clinic/management")
    paths = (path for name in folders for path in (ROOT / name).rglob("*.py"))
    return "\n".join(path.read_text() for path in paths)


def test_every_setting_that_is_named_is_read() -> None:
    named = re.findall(r"^\| `([A-Z_]+)`", README, flags=re.MULTILINE)
    read = code_that_reads_settings()

    assert named
    assert [name for name in named if name not in read] == []


def test_every_setting_of_the_compose_file_is_read() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    given = {name.removesuffix("_FILE") for name in services["web"]["environment"]}
    read = code_that_reads_settings()

    assert "DATABASE_URL" in given
    assert [name for name in given if name not in read] == []
