"""A process is called gone only where that is certain."""

import os
import subprocess
import sys

import pytest

from clinic.services import workers

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
NAME = "from clinic.services import workers; print(workers.this_process())"


def test_this_process_lives():
    assert not workers.is_gone(workers.this_process())


@linux
def test_a_process_that_has_ended_is_gone():
    answer = subprocess.run(
        [sys.executable, "-c", NAME], capture_output=True, text=True, check=True
    )
    assert workers.is_gone(answer.stdout.strip())


@linux
def test_a_killed_process_that_nobody_has_waited_for_is_gone():
    command = f"{NAME}; import time; time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", command], stdout=subprocess.PIPE, text=True
    )
    try:
        name = process.stdout.readline().strip()
        assert not workers.is_gone(name)
        process.kill()
        # Seen to have ended but not collected: the kernel keeps it as a zombie.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert workers.is_gone(name)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@linux
def test_another_process_under_the_same_number_is_not_it():
    machine, pid, started = workers.this_process().split("|")
    assert workers.is_gone(f"{machine}|{pid}|{int(started) - 1}")


def test_where_the_machine_cannot_be_told_nobody_is_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "PROC", tmp_path)
    workers._machine.cache_clear()
    try:
        assert not workers.is_gone(workers.this_process())
        assert not workers.is_gone("|999999999|")
    finally:
        workers._machine.cache_clear()


@pytest.mark.parametrize("worker", ["", "elsewhere|1|1", "elsewhere", "|", "||"])
def test_of_another_machine_nothing_is_known(worker):
    assert not workers.is_gone(worker)
