"""The demo's programs start together, stop together, and say it in the right place."""

import datetime as dt
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from honcho.printer import Message

from clinic.management import broker, programs
from clinic.management.certificate import Certificate
from clinic.management.programs import Screen, Site


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def line(name: str, text: str | bytes) -> Message:
    return Message(
        type="line", data=text, time=dt.datetime.now(dt.UTC), name=name, colour=None
    )


def test_the_person_sees_the_tour_and_the_logs_get_the_rest(tmp_path: Path) -> None:
    output = io.StringIO()
    screen = Screen(tmp_path / "log", output)

    screen.write(line("tour", b"Repwise runs\n"))
    screen.write(line("web", "GET /\n"))

    assert output.getvalue() == "Repwise runs\n"
    assert (tmp_path / "log" / "web.log").read_text() == "GET /\n"


def test_progress_replaces_itself_on_a_terminal(tmp_path: Path) -> None:
    output = Terminal()
    screen = Screen(tmp_path, output)

    for text in ("\rpose 1 %", "\rpose 2 %", "pose: 3 s"):
        screen.write(line("tour", f"{text}\n"))

    shown = output.getvalue().split("\r\x1b[2K")
    assert shown == ["pose 1 %", "pose 2 %", "pose: 3 s\n"]


def test_progress_leaves_no_trace_in_a_file(tmp_path: Path) -> None:
    output = io.StringIO()
    screen = Screen(tmp_path, output)

    screen.write(line("tour", "\rpose 1 %\n"))
    screen.write(line("tour", "pose: 3 s\n"))

    assert output.getvalue() == "pose: 3 s\n"


def test_without_https_only_this_machine_gets_in() -> None:
    site = Site(8000, "localhost")

    assert site.url == "http://localhost:8000"
    assert site.bind == "127.0.0.1:8000"
    assert "--certfile" not in programs.commands(site, [])["web"]


def test_with_https_the_network_gets_in_encrypted(tmp_path: Path) -> None:
    pair = Certificate(tmp_path / "c.pem", tmp_path / "k.pem")
    site = Site(8000, "192.0.2.7", pair)

    web = programs.commands(site, [])["web"]

    assert site.url == "https://192.0.2.7:8000"
    assert site.bind == "0.0.0.0:8000"
    assert web[web.index("--keyfile") + 1] == str(pair.key)
    assert programs.environment(site, "web")["PUBLIC_URL"] == site.url


def test_letters_and_links_of_the_demo_carry_its_address() -> None:
    variables = programs.environment(Site(8123, "localhost"), "tour")

    assert variables["PUBLIC_URL"] == "http://localhost:8123"
    assert variables["REPWISE_DEMO"] == "1"
    assert variables["LOG_LEVEL"] == "WARNING"


@pytest.mark.slow
def test_one_program_that_stops_stops_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = tmp_path / "stopped"
    stays = (
        "import pathlib, signal, sys\n"
        f"stop = lambda *_: (pathlib.Path({str(flag)!r}).touch(), sys.exit())\n"
        "signal.signal(signal.SIGTERM, stop)\n"
        "print('up', flush=True)\n"
        "signal.pause()"
    )
    ends = "import time; time.sleep(1); raise SystemExit(3)"
    monkeypatch.setattr(
        programs,
        "commands",
        lambda *_: {
            "web": [sys.executable, "-c", stays],
            "tour": [sys.executable, "-c", ends],
        },
    )
    before = {each: signal.getsignal(each) for each in (1, 2, 15)}

    try:
        status = programs.run(Site(8000, "localhost"), [], tmp_path / "log")
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

    assert status == 3
    assert flag.exists()


@pytest.mark.slow
def test_the_broker_runs_as_long_as_it_is_needed(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic.config import env

    monkeypatch.setenv("REPWISE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    settings.BROKER_SOCKET = env.broker_socket(tmp_path / "state")

    with programs.running_broker(tmp_path / "broker.log"):
        assert broker.answers()

    assert not broker.answers()


def test_a_broker_of_the_persons_own_is_left_alone(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMBEDDED_BROKER = False
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: started.append(1))

    with programs.running_broker(tmp_path / "broker.log"):
        pass

    assert started == []
