"""The installation of a clinic: real PostgreSQL, Redis and S3, real processes."""

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import boto3
import environ
import pytest
from django.db import connections
from moto.server import ThreadedMotoServer

from tests import servers

PROJECT = Path(__file__).resolve().parents[2]


def _need(program, name):
    if program is not None:
        return
    reason = f"{name} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql_url():
    """An empty PostgreSQL with the project's tables."""
    _need(servers.postgresql_program("initdb"), "PostgreSQL")
    with servers.postgresql() as url:
        run_django("migrate", "--verbosity", "0", DATABASE_URL=url)
        yield url


@pytest.fixture(scope="session")
def redis_url():
    """An empty Redis."""
    _need(servers.redis_program(), "Redis")
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def s3_url():
    """An empty bucket, served over HTTP."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket="recordings")
    yield f"s3://key:secret@{host}:{port}/recordings?region=us-east-1&insecure=1"
    server.stop()


@pytest.fixture
def on_postgresql(postgresql_url, django_db_blocker, settings):
    """Point the ORM of this process at PostgreSQL; every thread gets a connection.

    Nothing is rolled back: what a test commits is deleted when it ends. Passwords are
    hashed as in production, so that other processes accept them.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    embedded = connections.settings["default"]
    connections["default"].close()
    outside = connections["default"]
    connections.settings["default"] = {
        **embedded,
        **environ.Env.db_url_config(postgresql_url),
        "OPTIONS": {},
    }
    del connections["default"]
    try:
        with django_db_blocker.unblock():
            yield connections["default"]
            _delete_all(connections["default"])
            connections["default"].close()
    finally:
        connections.settings["default"] = embedded
        connections["default"] = outside


def _delete_all(connection):
    tables = ", ".join(
        connection.ops.quote_name(table)
        for table in connection.introspection.table_names()
        if table != "django_migrations"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


class Installation:
    """Web server, worker and clock of one clinic's installation, as processes."""

    def __init__(self, folder, variables):
        self.folder = folder
        self.variables = variables
        self.port = servers.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._stack = ExitStack()

    def start(self):
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "-A", "clinic.config.celery"]
        self._run(
            "web",
            [
                *(*python, "gunicorn", "clinic.config.wsgi:application"),
                *("--bind", f"127.0.0.1:{self.port}", "--threads", "4"),
                *("--worker-class", "gthread", "--no-control-socket"),
            ],
        )
        self._run(
            "worker",
            [
                *(*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"),
                *("--without-gossip", "--without-mingle"),
            ],
        )
        self._run("clock", [*celery, "beat"])
        servers.wait_until(self._answers, what="web server", within_s=60)

    def _run(self, name, command):
        self._stack.enter_context(
            running(command, self.folder / f"{name}.log", self.environment())
        )

    def environment(self):
        return {
            **os.environ,
            **self.variables,
            "REPWISE_STATE_DIR": str(self.folder / "state"),
            "PUBLIC_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "clinic.config.settings",
            "OMP_NUM_THREADS": "1",
        }

    def stop(self):
        self._stack.close()

    def logs(self):
        return "\n".join(
            f"=== {log.name}\n{log.read_text()[-4000:]}"
            for log in sorted(self.folder.glob("*.log"))
        )

    def _answers(self):
        try:
            with urlopen(f"{self.url}/accounts/login/", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False


@pytest.fixture
def installation(postgresql_url, redis_url, s3_url, tmp_path):
    """All of it running; the logs are shown if the test fails."""
    variables = {
        "DATABASE_URL": postgresql_url,
        "CELERY_BROKER_URL": redis_url,
        "CACHE_URL": redis_url.replace("redis://", "rediscache://").replace("/0", "/1"),
        "MEDIA_STORAGE_URL": s3_url,
    }
    site = Installation(tmp_path, variables)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        print(site.logs())


@contextmanager
def running(command, log, environment):
    """Run `command` in a session of its own and end all of it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
            env=environment,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        servers.end(process)


def run_django(*arguments, **variables):
    """Run a Django command as its own process."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, **variables},
        check=True,
    )
