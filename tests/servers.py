"""Throwaway PostgreSQL and Redis servers for tests, each in a folder of its own.

Every server is the real program, listens on the loopback address only, and is
gone when its context ends.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import psycopg
import redis as redis_client

DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")
START_S = 30


def postgresql_program(name: str) -> Path | None:
    """Return the path of PostgreSQL's program `name`; Debian keeps it off PATH."""
    newest_first = sorted(DEBIAN_POSTGRESQL.glob(f"*/bin/{name}"), reverse=True)
    found = newest_first[0] if newest_first else shutil.which(name)
    return Path(found) if found else None


def redis_program() -> Path | None:
    """Return the path of the Redis server."""
    found = shutil.which("redis-server")
    return Path(found) if found else None


def free_port() -> int:
    """Return a TCP port that nobody listened on a moment ago."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """Run an empty PostgreSQL; yields its address as a `DATABASE_URL`."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rwpg")))
        password, port = secrets.token_hex(8), free_port()
        secret = folder / "password"
        secret.write_text(password)
        as_owner = _as_unprivileged(folder)
        cluster = folder / "cluster"
        _run(
            [
                *as_owner,
                str(postgresql_program("initdb")),
                f"--pgdata={cluster}",
                "--username=repwise",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ]
        )
        server = [
            *as_owner,
            str(postgresql_program("postgres")),
            *("-D", str(cluster), "-p", str(port), "-k", str(folder)),
            *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
        ]
        stack.enter_context(_running(server, folder / "log", signal.SIGINT))
        url = f"postgres://repwise:{password}@127.0.0.1:{port}/postgres"
        wait_until(lambda: _postgresql_answers(url), what="PostgreSQL")
        yield url


@contextmanager
def redis() -> Iterator[str]:
    """Run an empty Redis that keeps nothing on disk; yields its URL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rwrd")))
        port = free_port()
        server = [
            str(redis_program()),
            *("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
            *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
        ]
        stack.enter_context(_running(server, folder / "log", signal.SIGTERM))
        url = f"redis://127.0.0.1:{port}/0"
        wait_until(lambda: _redis_answers(url), what="Redis")
        yield url


def wait_until(
    happened: Callable[[], bool], *, what: str, within_s: float = START_S
) -> None:
    """Poll `happened` until it is true.

    Raises:
        TimeoutError: it was not within `within_s` seconds.
    """
    give_up = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > give_up:
            raise TimeoutError(f"no {what} within {within_s} s")
        time.sleep(0.1)


def _as_unprivileged(folder: Path) -> list[str]:
    """Prefix a command so that PostgreSQL, which refuses root, owns `folder`."""
    if os.geteuid() != 0:
        return []
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, user="postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}{done.stdout}")


@contextmanager
def _running(command: list[str], log: Path, stop: signal.Signals) -> Iterator[None]:
    """Keep `command` running; its children end with it."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            start_new_session=True,
        )
    try:
        yield
    finally:
        end(process, stop)


def end(
    process: subprocess.Popen[bytes], stop: signal.Signals = signal.SIGTERM
) -> None:
    """End `process`, which leads its own session, and all it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, stop)
    try:
        process.wait(timeout=START_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _postgresql_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(url: str) -> bool:
    with closing(redis_client.Redis.from_url(url, socket_timeout=2)) as client:
        try:
            return bool(client.ping())
        except redis_client.ConnectionError:
            return False
