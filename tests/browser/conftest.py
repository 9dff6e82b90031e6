"""Chromium, and a running Repwise for it."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.browser.site import Site

# Debian's and others' names of the program.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="session")
def chromium():
    """The path of Chromium. Absent: skipped, but never in CI."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed")
    pytest.skip("Chromium is not installed (on Debian: apt install chromium)")


@pytest.fixture(scope="session")
def base_url():
    """Each site has its own address; the plugin's fixture warns under pytest 9."""


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium):
    """Start the installed Chromium; as root it has no sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium, "args": arguments}


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):
    """A fresh installation with web server, for the tests of one file."""
    with tempfile.TemporaryDirectory(prefix="rwb") as folder:
        site = Site(Path(folder), tmp_path_factory.mktemp("logs"))
        try:
            site.start_web()
            yield site
        finally:
            site.stop()


@pytest.fixture
def complaints(page):
    """What the browser complained of: errors of scripts, of the security policy."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda message: heard.append(message.text) if message.type == "error" else None,
    )
    return heard
