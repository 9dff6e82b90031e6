"""A running Repwise for browser tests: an installation with its web server."""

import json
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from tests.factories import PASSWORD
from tests.servers import free_port, wait_until
from tests.spine.installation import PROJECT, Installation

SEEDS = Path(__file__).parent / "seeds"


class Site(Installation):
    """Broker, worker and web server; what is in it is made by the scripts in seeds."""

    def __init__(self, folder: Path, logs: Path) -> None:
        super().__init__(folder, logs)
        self.url = ""

    def start_web(self) -> None:
        """Serve pages as the demo does, and wait until the first one comes.

        Started again after a kill, it is found where it was.
        """
        port = int(self.url.rpartition(":")[2]) if self.url else free_port()
        self.url = f"http://127.0.0.1:{port}"
        serve = ["-m", "gunicorn", "clinic.config.wsgi", "--bind", f"127.0.0.1:{port}"]
        options = ["--worker-class", "gthread", "--threads", "8"]
        self.web = self.start("web", *serve, *options, "--no-control-socket")
        wait_until(self._answers, what="web server", within_s=60)

    def seed(self, script: str, *arguments: object) -> dict:
        """Run `script` of the seeds in the installation; return what it printed."""
        done = subprocess.run(
            [sys.executable, str(SEEDS / f"{script}.py"), *map(str, arguments)],
            env={**self.environment, "PYTHONPATH": str(PROJECT)},
            cwd=PROJECT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def sign_in(self, page, email: str) -> None:
        """Sign in as a person does."""
        page.goto(f"{self.url}/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/login/" not in url)

    def enter(self, page, seeded: dict, who: str) -> None:
        """Let `page` be of `who`, whom the seed has signed in; nobody for others."""
        if key := seeded["sessions"].get(who):
            cookie = {"name": seeded["cookie"], "value": key, "url": self.url}
            page.context.add_cookies([cookie])

    def speak(self, language: str) -> None:
        """Let everybody read `language`."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            connection.execute("UPDATE clinic_user SET language = ?", (language,))
            connection.commit()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
