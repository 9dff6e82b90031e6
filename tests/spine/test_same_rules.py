"""Services, tables and lists keep their promises on PostgreSQL as on SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
RULES = [f"tests/clinic/{area}" for area in ("services", "models", "selectors")]


@pytest.mark.services
@pytest.mark.slow
def test_their_tests_pass_there_too(postgresql_url):
    environment = {**os.environ, "DATABASE_URL": postgresql_url}
    environment.pop("DATABASE_URL_FILE", None)
    command = [sys.executable, "-m", "pytest", *RULES, "-q", "-m", "not slow"]

    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-4000:]
