"""Chromium, and a running Repwise for it."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from recognition.simulation import sample
from tests.browser import camera
from tests.browser.overheard import Overheard
from tests.browser.site import Site

# Debian's and others' names of the program.
PATIENCE_MS = 90_000
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


@pytest.fixture(scope="session")
def squats_on_camera(browser_type_launch_args, tmp_path_factory):
    """How to launch a browser whose camera shows three simulated squats."""
    folder = tmp_path_factory.mktemp("camera")
    film = folder / "squats.mp4"
    sample.render_squats(film, repetitions=camera.REPETITIONS, seed=4)
    pictures = camera.pictures_of(film, folder / "camera.mjpeg")
    return camera.with_camera(browser_type_launch_args, pictures)


@contextmanager
def running_site(logs):
    """Run a fresh installation with its web server."""
    with tempfile.TemporaryDirectory(prefix="rwb") as folder:
        site = Site(Path(folder), logs)
        try:
            site.start_web()
            yield site
        finally:
            site.stop()


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):
    """A fresh installation with web server, for the tests of one file."""
    with running_site(tmp_path_factory.mktemp("logs")) as site:
        yield site


@pytest.fixture(scope="session")
def shown(chromium, tmp_path_factory):
    """A clinic with something on every page, for all tests that only look at it.

    The site, and what the seed named.
    """
    with running_site(tmp_path_factory.mktemp("logs")) as site:
        yield site, site.seed("full_clinic")


@pytest.fixture
def overheard():
    """Listens to the browser; pytest shows what is printed where a test failed."""
    overheard = Overheard()
    yield overheard
    print("\n".join(overheard.lines()))


@pytest.fixture
def open_page(new_context, overheard):
    """Open a page in a browser of its own, patient with a busy machine."""
    expect.set_options(timeout=PATIENCE_MS)

    def open_one(**how):
        context = overheard.listen(new_context(**how))
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    return open_one


@pytest.fixture
def page(open_page):
    """One page, for tests that need no second."""
    return open_page()


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
