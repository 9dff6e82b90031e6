"""Which process holds a claim, and whether that process is known to be gone.

A lease alone finds a dead worker only when it runs out. On the machine where the
worker ran more can be known: its process is there or not.
"""

import os
from functools import cache
from pathlib import Path

PROC = Path("/proc")


def this_process() -> str:
    """Return the name of this process: machine, process id, when it started."""
    return f"{_machine()}|{os.getpid()}|{_started(os.getpid())}"


def is_gone(worker: str) -> bool:
    """Say whether the process called `worker` is certainly no more.

    False where it cannot be known from here: it ran on another machine, before the last
    start of this one, in another container, or this is not Linux.
    """
    machine, _, process = worker.partition("|")
    pid, _, started = process.partition("|")
    if not machine or machine != _machine() or not pid.isdecimal():
        return False
    return not _lives(int(pid)) or _started(int(pid)) != started


@cache
def _machine() -> str:
    """Return what process ids are unique in: a run of the kernel, a pid namespace.

    Not the host's name: cloned machines share theirs. Empty where there is no /proc.
    """
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = os.readlink(PROC / "self/ns/pid")  # noqa: PTH115  no real link
    except OSError:
        return ""
    return f"{boot}/{namespace}"


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    return _stat(pid)[:1] == ["Z"]


def _started(pid: int) -> str:
    """Return the start time in clock ticks (Linux), since process ids are reused."""
    fields = _stat(pid)
    return fields[19] if len(fields) > 19 else ""


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on, see proc(5)."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    # The name, in brackets before them, may hold spaces and brackets itself.
    return text.rpartition(")")[2].split()
