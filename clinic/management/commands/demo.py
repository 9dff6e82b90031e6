"""Run all of Repwise on this machine, with people and videos to look at."""

import logging
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinic import recognizer
from clinic.management import broker, certificate, programs
from clinic.services import exercises


class Command(BaseCommand):
    """Prepare, start everything, stop everything."""

    help = "Run the demo until Ctrl-C: broker, worker, clock, web server."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what `make demo` passes on."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--https", action="store_true")
        parser.add_argument("--video", type=Path)
        parser.add_argument("--exercise", default="squat")

    def handle(self, **options: Any) -> None:
        """Run until one program stops or the person does."""
        logging.disable(logging.INFO)  # of this process; its lines are for people
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda *_: sys.exit(143))
        logs = settings.STATE_DIR / "log"
        try:
            self._prepare(options["exercise"])
            site = _site(options["port"], https=options["https"])
            with programs.running_broker(logs / "broker.log"):
                status = programs.run(site, _tour(site, options), logs)
        except (broker.BrokerProblem, recognizer.Unavailable) as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            status = 130
        self._end(status, logs)

    def _prepare(self, exercise: str) -> None:
        if settings.EMBEDDED_BROKER and broker.answers():
            raise broker.BrokerProblem(
                "Repwise already runs from this folder: stop it first (Ctrl-C there)."
            )
        self._timed("Pose networks", recognizer.fetch_networks)
        self._timed("Database", _migrate)
        known = [entry.code for entry in recognizer.catalog()]
        if exercise not in known:
            raise CommandError(f"EXERCISE={exercise} is none of {', '.join(known)}.")

    def _timed(self, what: str, do: Callable[[], None]) -> None:
        started = time.monotonic()
        do()
        self._say(f"  {what}: {time.monotonic() - started:.0f} s")

    def _end(self, status: int, logs: Path) -> None:
        if status in (0, 130, 143):
            self._say("\nStopped.")
            return
        raise CommandError(f"A program of the demo stopped: see the logs in {logs}.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    exercises.sync_catalog()


def _site(port: int, *, https: bool) -> programs.Site:
    if not https:
        return programs.Site(port, "localhost")
    address = certificate.local_address()
    folder = settings.STATE_DIR / "https"
    made = certificate.ensure(folder, address, timezone.now())
    return programs.Site(port, address, made)


def _tour(site: programs.Site, options: dict[str, Any]) -> list[str]:
    arguments = ["--port", str(site.port), "--exercise", options["exercise"]]
    if options["video"]:
        arguments += ["--video", str(options["video"])]
    return arguments
