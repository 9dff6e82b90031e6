"""The embedded broker keeps what it was given, and only one serves a folder."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redis
from django.conf import LazySettings

from clinic.config import env
from clinic.management import broker

pytestmark = pytest.mark.slow

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Return what starts a broker on a folder and a socket of this test's own."""
    monkeypatch.setenv("REPWISE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    settings.BROKER_SOCKET = env.broker_socket(tmp_path / "state")
    started: list[subprocess.Popen[str]] = []

    def run() -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "runbroker"]
        started.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def client(settings: LazySettings) -> "closing[redis.Redis]":
    return closing(redis.Redis(unix_socket_path=str(settings.BROKER_SOCKET)))


def test_a_message_survives_a_broker_that_is_killed(
    start: Start, settings: LazySettings
) -> None:
    first = start()
    broker.wait_until_ready()
    with client(settings) as connection:
        connection.lpush("celery", "a job")
    first.kill()
    first.wait()
    assert not broker.answers()

    start()
    broker.wait_until_ready()

    with client(settings) as connection:
        assert connection.lrange("celery", 0, -1) == [b"a job"]


def test_the_signal_to_stop_reaches_the_server(start: Start) -> None:
    process = start()
    broker.wait_until_ready()

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0
    assert not broker.answers()


def test_only_the_owner_may_reach_it(start: Start, settings: LazySettings) -> None:
    start()
    broker.wait_until_ready()

    folder = settings.BROKER_SOCKET.parent.stat()

    assert stat.S_IMODE(folder.st_mode) == 0o700
    assert folder.st_uid == os.getuid()


def test_a_second_broker_of_the_same_folder_is_refused(start: Start) -> None:
    start()
    broker.wait_until_ready()

    second = start()
    _, said = second.communicate(timeout=20)

    assert second.returncode != 0
    assert "Another broker serves this folder" in said
    assert broker.answers()


def test_a_broker_that_never_answers_is_reported(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.BROKER_SOCKET = tmp_path / "nobody.sock"

    with pytest.raises(broker.BrokerProblem, match="did not answer"):
        broker.wait_until_ready(within_s=0.1)
