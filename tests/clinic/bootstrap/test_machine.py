"""What the machine lacks is found before anything is changed."""

import socket
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from clinic.bootstrap import machine
from clinic.bootstrap.problems import CannotContinue

Usage = namedtuple("Usage", "total used free")


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="apt is there on Linux only"
)
def test_missing_libraries_are_named_in_one_apt_line() -> None:
    absent = {"libGL.so.1", "libEGL.so.1"}

    with pytest.raises(CannotContinue) as stop:
        machine.check_system_libraries(loads=lambda name: name not in absent)

    assert "sudo apt-get install -y libgl1 libegl1`" in str(stop.value)


def test_nothing_is_said_when_every_library_loads() -> None:
    machine.check_system_libraries(loads=lambda _: True)


def test_a_library_that_does_not_exist_does_not_load() -> None:
    assert not machine._loads("libnosuchthing.so.7")


def test_a_full_disk_says_how_much_to_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: Usage(10e9, 9e9, 1e9))

    with pytest.raises(CannotContinue, match=r"Only 1\.0 GB are free.*free 4 GB"):
        machine.check_disk(tmp_path, 4)

    machine.check_disk(tmp_path, 0.5)


def test_a_taken_port_names_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CannotContinue, match=rf"PORT={port + 1}"):
            machine.check_port("127.0.0.1", port)

    machine.check_port("127.0.0.1", port)
