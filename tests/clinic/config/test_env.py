"""Settings come from variables or files; secrets are kept; sockets have short paths."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clinic.config import env


class TestSecret:
    def test_comes_from_a_variable_or_from_a_file(self, monkeypatch, tmp_path):
        (tmp_path / "key").write_text("from a file\n")
        monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "key"))
        assert env.secret("SOME_KEY") == "from a file"
        monkeypatch.setenv("SOME_KEY", "from a variable")
        assert env.secret("SOME_KEY") == "from a variable"

    def test_without_both_is_the_default(self):
        assert env.secret("NO_SUCH_KEY", "default") == "default"

    def test_a_file_that_is_not_there_is_named(self, monkeypatch, tmp_path):
        monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "missing"))
        with pytest.raises(env.Misconfigured, match="SOME_KEY_FILE"):
            env.secret("SOME_KEY")

    def test_made_up_once_by_processes_that_start_together(self, tmp_path):
        path = tmp_path / "secret_key"
        with ThreadPoolExecutor(8) as pool:
            made = set(pool.map(lambda _: env.kept_secret(path), range(8)))
        assert len(made) == 1
        assert len(made.pop()) > 50
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert list(tmp_path.iterdir()) == [path]


class TestBrokerSocket:
    def test_is_short_whatever_the_folder(self, tmp_path):
        deep = tmp_path.joinpath(*["a very long name of a folder"] * 8)
        assert len(os.fsencode(env.broker_socket(deep))) < 107

    def test_differs_between_installations(self, tmp_path):
        assert env.broker_socket(tmp_path) != env.broker_socket(tmp_path / "other")

    def test_prefers_the_users_own_run_time_folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        assert env.broker_socket(tmp_path).parents[1] == tmp_path


class TestDatabase:
    def test_embedded_waits_for_its_turn_to_write(self, tmp_path):
        found = env.database("", tmp_path)
        assert found["NAME"] == str(tmp_path / "db.sqlite3")
        assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "WAL" in found["OPTIONS"]["init_command"]

    def test_postgresql_by_address(self, tmp_path):
        found = env.database("postgres://me:p%40ss@db.example:5433/clinic", tmp_path)
        assert found["ENGINE"] == "django.db.backends.postgresql"
        assert (found["HOST"], found["PORT"]) == ("db.example", 5433)
        assert found["PASSWORD"] == "p@ss"


def loaded(tmp_path: Path, expression: str, **variables: str) -> str:
    """Evaluate `expression` over the settings that `variables` make."""
    program = f"from clinic.config import settings as s; print({expression})"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "REPWISE_STATE_DIR": str(tmp_path / "state"), **variables},
        cwd=env.PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


@pytest.mark.slow
class TestSettings:
    def test_embedded_defaults_need_no_variable(self, tmp_path):
        shown = "s.DEBUG, s.EMBEDDED_DATABASE, s.EMBEDDED_BROKER, s.HTTPS_ONLY"
        assert loaded(tmp_path, shown) == "False True True False"
        assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700

    def test_an_https_address_makes_cookies_secure(self, tmp_path):
        shown = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ALLOWED_HOSTS[-1]"
        address = {"PUBLIC_URL": "https://clinic.example"}
        assert loaded(tmp_path, shown, **address) == "True True clinic.example"

    def test_services_of_ones_own_are_named_by_address(self, tmp_path):
        shown = "s.EMBEDDED_DATABASE, s.EMBEDDED_BROKER, s.CELERY_BROKER_URL"
        secret = tmp_path / "broker"
        secret.write_text("amqp://user:secret@broker.example//\n")
        variables = {
            "DATABASE_URL": "postgres://me:x@db.example/clinic",
            "CELERY_BROKER_URL_FILE": str(secret),
        }
        answer = loaded(tmp_path, shown, **variables)
        assert answer == "False False amqp://user:secret@broker.example//"

    def test_a_message_comes_back_only_once_its_task_is_over(self, tmp_path):
        shown = (
            "s.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout']"
            " > s.CELERY_TASK_TIME_LIMIT > s.CELERY_TASK_SOFT_TIME_LIMIT"
        )
        assert loaded(tmp_path, shown) == "True"
