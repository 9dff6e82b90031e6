"""A whole installation for tests: real processes, state in a folder of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# What an operator may have set must not reach the test's installation.
_FOREIGN = {"DATABASE_URL", "CELERY_BROKER_URL", "MEDIA_STORAGE_URL", "CACHE_URL"}

_UPLOAD = """
import json, pathlib, sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from clinic.services import consent, exercises, recordings
from clinic.models import Exercise
from tests import factories

exercises.sync_catalog()
squat = Exercise.objects.get(code="squat")
for path in sys.argv[1:]:
    patient = factories.PatientFactory()
    consent.give(by=patient, now=timezone.now())
    recordings.upload(
        by=patient,
        prescription=factories.PrescriptionFactory(
            plan__patient=patient, exercise=squat
        ),
        file=SimpleUploadedFile("clip.mp4", pathlib.Path(path).read_bytes()),
        now=timezone.now(),
    )
"""


class Installation:
    """Broker, worker and clock on an embedded database."""

    def __init__(self, folder: Path, logs: Path) -> None:
        self.database = folder / "db.sqlite3"
        self.logs = logs
        self.running: list[subprocess.Popen[bytes]] = []
        kept = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
        self.environment = {
            **kept,
            "REPWISE_STATE_DIR": str(folder),
            "XDG_RUNTIME_DIR": str(folder),  # the broker's socket goes with the rest
            "DJANGO_SETTINGS_MODULE": "clinic.config.settings",
            "OMP_NUM_THREADS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self.run("manage.py", "migrate", "--verbosity", "0")

    def run(self, *arguments: str) -> None:
        """Run Python with `arguments` to its end."""
        subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=PROJECT, check=True
        )

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start Python with `arguments` in a process group of its own."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                env=self.environment,
                cwd=PROJECT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def start_broker(self) -> subprocess.Popen[bytes]:
        """Start the embedded broker and wait until it answers."""
        process = self.start("broker", "manage.py", "runbroker")
        self.run(
            "-c",
            "import django; django.setup(); "
            "from clinic.management import broker; broker.wait_until_ready()",
        )
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker as the demo does."""
        options = ["--concurrency=1", "--without-gossip", "--without-mingle"]
        return self.start(
            "worker", "-m", "celery", "-A", "clinic.config.celery", "worker", *options
        )

    def start_clock(self) -> subprocess.Popen[bytes]:
        """Start beat."""
        return self.start("clock", "-m", "celery", "-A", "clinic.config.celery", "beat")

    def upload(self, *videos: Path) -> None:
        """Send each of `videos` as a patient of its own."""
        self.run("-c", _UPLOAD, *map(str, videos))

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Read from the database, beside Django."""
        address = f"file:{self.database}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    def analyses(self) -> list[dict[str, object]]:
        """The state of each analysis."""
        names = ("status", "stage", "percent", "attempts", "report")
        rows = self.query(f"SELECT {', '.join(names)} FROM clinic_analysis ORDER BY id")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def wait(self, until, *, within_s: float) -> float:
        """Return the seconds until `until(analyses)` holds; fail when it does not."""
        started = time.monotonic()
        while not until(found := self.analyses()):
            if time.monotonic() - started > within_s:
                shown = [{**row, "report": bool(row["report"])} for row in found]
                raise AssertionError(f"not within {within_s} s: {json.dumps(shown)}")
            time.sleep(0.1)
        return time.monotonic() - started

    def stop(self) -> None:
        """Kill whatever still runs."""
        for process in reversed(self.running):
            kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 a process with all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The children of `process` (Linux)."""
    pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in pids.split()]


def command_line(pid: int) -> str:
    """The command line of the process `pid` (Linux)."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
