"""Everything `make test` runs, in order, each timed; all run even when one fails."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.bootstrap.install import path_with_venv, venv_python


@dataclass(frozen=True)
class Check:
    """One command whose exit status says whether the project is in order."""

    name: str
    command: Sequence[str]


# One process for tests that own a machine's services or a browser, and for those that
# kill programs and watch the clock.
_ALONE = "browser or services"
_KILLING = "tests/spine"


def all_checks(root: Path) -> tuple[Check, ...]:
    """Return every check of `make test`."""
    python = str(venv_python(root))
    return (
        Check("format", ["ruff", "format", "--check", "."]),
        Check("lint", ["ruff", "check", "."]),
        Check("templates", ["djlint", "--lint", "--quiet", "templates"]),
        Check("types", ["mypy"]),
        Check("imports", ["lint-imports"]),
        Check(
            "migrations",
            [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        ),
        Check("javascript", ["npm", "test"]),
        Check(
            "tests",
            _pytest(f"not ({_ALONE})", "-n", "2", f"--ignore={_KILLING}"),
        ),
        # Playwright keeps an event loop running, in which Django refuses to work.
        Check("browser tests", _pytest("browser")),
        Check("service tests", _pytest("services and not browser")),
        Check("killed programs", _pytest(f"not ({_ALONE})", _KILLING)),
    )


def fast_checks(root: Path) -> tuple[Check, ...]:
    """Return what takes about a minute: everything but slow tests."""
    quick = "not (slow or media or services or browser or clips or benchmark)"
    static = [check for check in all_checks(root) if check.command[0] != "pytest"]
    return (*static, Check("tests", _pytest(quick, "-n", "2")))


def _pytest(markers: str, *options: str) -> list[str]:
    return ["pytest", "-q", "--durations=15", "-m", markers, *options]


def run(root: Path, checks: Sequence[Check]) -> int:
    """Run the checks one after another and print how long each took; 0 if all pass."""
    environment = {**os.environ, "PATH": path_with_venv(root)}
    results: list[tuple[Check, int, float]] = []
    for check in checks:
        _say(f"\n== {check.name}: {' '.join(check.command)}")
        started = time.monotonic()
        status = subprocess.run(
            check.command, cwd=root, env=environment, check=False
        ).returncode
        results.append((check, status, time.monotonic() - started))
    return _summarize(results)


def _summarize(results: Sequence[tuple[Check, int, float]]) -> int:
    _say("")
    for check, status, seconds in results:
        verdict = "ok" if status == 0 else f"FAILED ({status})"
        _say(f"{check.name:28}{seconds:7.1f} s  {verdict}")
    total = sum(seconds for _, _, seconds in results)
    _say(f"{'together':28}{total:7.1f} s")
    return int(any(status != 0 for _, status, _ in results))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
