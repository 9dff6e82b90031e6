"""Starts the demo's programs together, shows what the tour says, stops all at once."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings
from honcho import manager as honcho
from honcho.printer import Message

from clinic.management import broker
from clinic.management.certificate import Certificate

TOUR = "tour"
# A line of the tour that starts with this replaces the line before it.
PASSING = "\r"
# A running analysis is not waited for: the next start takes it up again.
honcho.KILL_WAIT = 8


@dataclass(frozen=True)
class Site:
    """Where the demo's web server is reached."""

    port: int
    address: str
    certificate: Certificate | None = None

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{self.address}:{self.port}"

    @property
    def bind(self) -> str:
        """The network is let in only where the connection is encrypted."""
        return f"{'0.0.0.0' if self.certificate else '127.0.0.1'}:{self.port}"  # noqa: S104


@dataclass
class Screen:
    """Shows the tour's lines to the person and keeps the others in log files."""

    folder: Path
    output: IO[str] = field(default_factory=lambda: sys.stdout)
    width: int = 0  # honcho sets it; lines carry no program name here
    _passing: bool = False

    def write(self, message: Message) -> None:
        """Take one line from honcho."""
        text = message.data
        if isinstance(text, bytes):
            text = text.decode(errors="replace")
        if message.name == TOUR:
            self._show(text.rstrip("\n"))
        else:
            self._keep(message.name, text)

    def _show(self, line: str) -> None:
        passing = line.startswith(PASSING)
        if passing and not self.output.isatty():
            return  # a file would keep a hundred of them
        if self._passing:
            self.output.write("\r\x1b[2K")
        self.output.write(line.removeprefix(PASSING) if passing else f"{line}\n")
        self._passing = passing
        self.output.flush()

    def _keep(self, name: str, text: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / f"{name}.log").open("a") as log:
            log.write(text if text.endswith("\n") else f"{text}\n")


def environment(site: Site, program: str) -> dict[str, str]:
    """Return the variables of one of the demo's programs."""
    # The tour's lines are for people; log lines would tear them apart.
    level = "WARNING" if program == TOUR else os.environ.get("LOG_LEVEL", "INFO")
    return {
        **os.environ,
        "REPWISE_DEMO": "1",
        "PUBLIC_URL": site.url,
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": level,
        # One analysis at a time: its libraries would otherwise fight over the cores.
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "2"),
    }


def commands(site: Site, tour: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the programs of the demo beside the broker, by name."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "clinic.config.celery"]
    return {
        "worker": [
            *(*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle"),
        ],
        "clock": [*celery, "beat", "--loglevel", "INFO"],
        "web": [
            *(python, "-m", "gunicorn", "clinic.config.wsgi:application"),
            *("--bind", site.bind, "--worker-class", "gthread", "--threads", "8"),
            *("--timeout", "120", "--no-control-socket"),
            *_tls(site.certificate),
        ],
        TOUR: [python, "manage.py", "tour", *tour],
    }


def _tls(certificate: Certificate | None) -> list[str]:
    if certificate is None:
        return []
    return [
        *("--certfile", str(certificate.certificate)),
        *("--keyfile", str(certificate.key)),
    ]


@contextmanager
def running_broker(log: Path) -> Iterator[None]:
    """Run the embedded broker; it starts before and stops after everything else.

    Where the settings name a broker of the person's own, there is nothing to run.
    """
    if not settings.EMBEDDED_BROKER:
        yield
        return
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "runbroker"],
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the demo, which then stops us
        )
        try:
            broker.wait_until_ready(process)
            yield
        finally:
            process.terminate()
            process.wait()


def run(site: Site, tour: Sequence[str], logs: Path) -> int:
    """Run the programs until one stops or the person does; returns an exit status."""
    # Closing the terminal must not leave programs behind.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    together = honcho.Manager(Screen(logs))
    for name, command in commands(site, tour).items():
        together.add_process(
            name,
            f"exec {shlex.join(command)}",
            env=environment(site, name),
            cwd=str(settings.BASE_DIR),
        )
    together.loop()
    return int(together.returncode or 0)
