"""Fill the demo, send its videos through the queue, and stay while it runs."""

import socket
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from clinic.management import broker, demo_clinic, demo_history, tour
from clinic.models import Analysis, Recording
from clinic.services.errors import Refused

# The broker may pause while it rewrites its file; this long means that it is gone.
GONE_AFTER_S = 15


class Command(BaseCommand):
    """The part of the demo that talks."""

    help = "Fill the demo's clinic and show one analysis; `demo` starts it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the film that was given, if any."""
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--video", type=Path)
        parser.add_argument("--exercise", default="squat")

    def handle(self, **options: Any) -> None:
        """Seed, show, keep watch."""
        self._wait_for_the_web_server(options["port"])
        demo_clinic.ensure(tour.now())
        self._add_history()
        try:
            recording = self._send(options["video"], options["exercise"])
        except Refused as reason:
            raise CommandError(reason.message) from reason
        analysis = tour.follow(recording, self._say)
        for line in tour.result(analysis):
            self._say(line)
        self._tell_where_to_go(recording)
        self._add_earlier_recordings()
        self._keep_watch()

    def _say(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def _wait_for_the_web_server(self, port: int, within_s: float = 60) -> None:
        deadline = time.monotonic() + within_s
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError as error:
                if time.monotonic() > deadline:
                    raise CommandError("The web server did not start.") from error
                time.sleep(0.2)
            else:
                return

    def _add_history(self) -> None:
        """Give the dashboards weeks to show."""
        started = time.monotonic()
        if added := demo_history.add(tour.now(), self._say):
            spent = time.monotonic() - started
            self._say(f"  Twelve weeks of history, {added} sessions: {spent:.0f} s")

    def _send(self, video: Path | None, exercise: str) -> Recording:
        if video is None:
            path = tour.sample(
                tour.SAMPLE_REPETITIONS, seed=20, on_progress=self._render
            )
            exercise = "squat"
        else:
            path = video
        self._say(f"Analyzing {path.name} as {exercise} through the real queue:")
        now = tour.now()
        return tour.send(tour.Film(path, exercise, demo_clinic.KNEE, now), now)

    def _render(self, share: float) -> None:
        self._say(f"\rRendering the sample video ... {100 * share:.0f} %")

    def _tell_where_to_go(self, recording: Recording) -> None:
        url = settings.PUBLIC_URL
        self._say("")
        self._say(f"Repwise runs at {url}")
        self._say(f"  password of every login: {demo_clinic.password()}")
        for person in demo_clinic.PEOPLE:
            self._say(f"  {person.role:16} {person.email:26} {person.full_name}")
        for who, what in (("patient", "recording"), ("therapist", "review")):
            page = reverse(f"{who}:{what}", args=[recording.public_id])
            self._say(f"  {f'{who} sees':16} {url}{page}")
        scheme, _, rest = url.partition("://")
        self._say(
            f"  {'letters':16} {scheme}://localhost:{rest.partition(':')[2]}/outbox/"
        )
        self._say("Ctrl-C stops it; `make demo` starts it again.")

    def _add_earlier_recordings(self) -> None:
        """Give the progress pages something to show, while the person looks around."""
        before = Recording.objects.count()
        for film in tour.earlier_films(tour.now()):
            recording = tour.send(film, tour.now())
            analysis = tour.follow(recording, lambda _: None)
            if analysis.status == Analysis.Status.DONE:
                tour.review_earlier(recording, tour.now())
        if added := Recording.objects.count() - before:
            self._say(f"{added} earlier recordings were added to Maria's history.")
        if filmed := demo_history.add_films(tour.now()):
            self._say(f"{filmed} recordings of the history got their films.")

    def _keep_watch(self) -> None:
        """Stay until stopped; say so when the broker dies, since nothing else would."""
        seen = time.monotonic()
        while time.monotonic() - seen < GONE_AFTER_S:
            time.sleep(2)
            if not settings.EMBEDDED_BROKER or broker.answers():
                seen = time.monotonic()
        raise CommandError("The broker stopped: run `make demo` again.")
