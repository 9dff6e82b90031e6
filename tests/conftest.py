"""What all tests share."""

import os
from pathlib import Path

import pytest
from django.utils import translation

from tests.factories import NOON

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def now():
    """A fixed moment: Monday noon."""
    return NOON


@pytest.fixture(scope="session")
def shared_dir():
    """Clips and data beside the checkout. Absent: skipped, but never in CI."""
    folder = Path(os.environ.get("REPWISE_SHARED_DIR", SHARED))
    if folder.is_dir():
        return folder
    reason = "the folder `shared` with clips and data is not beside the checkout"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _private_media(settings, tmp_path):
    """Keep files, mails and sockets of tests out of the installation's state."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media"), "base_url": None},
        },
    }
    # Argon2 is slow on purpose; tests sign in often.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _in_english():
    """Let no page of one test choose the language of the next."""
    with translation.override("en"):
        yield


@pytest.fixture
def enqueued(monkeypatch):
    """The jobs that were handed to the broker, as (name, arguments)."""
    from celery import current_app

    sent = []

    def keep(name, args=None, kwargs=None, **options):
        sent.append((name, kwargs))

    monkeypatch.setattr(current_app, "send_task", keep)
    return sent


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """In CI a skipped test is a failure: what was not tried is not known to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None:
        return  # a worker of pytest-xdist has no reporter; its controller has
    if skipped := reporter.stats.get("skipped", []):
        names = ", ".join(sorted({str(report.nodeid) for report in skipped}))
        reporter.write_line(f"\nSkipped, which CI does not accept: {names}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
