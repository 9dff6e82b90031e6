"""What each process loads, and that every job sent is one a worker knows."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]

# Each costs the process that loads it 50 to 500 MB or over a second.
HEAVY = {"torch", "mediapipe", "openvino", "cv2", "av", "scipy", "matplotlib"}

LOAD_THE_WEB_PROCESS = """
import sys
from clinic.config.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
print(",".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.slow
def test_the_web_process_loads_nothing_heavy() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LOAD_THE_WEB_PROCESS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(answer.stdout.strip().rpartition("\n")[2].split(","))

    assert "clinic" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.slow
def test_the_library_loads_its_heavy_parts_on_first_use() -> None:
    code = "import sys, recognition.pipeline, recognition.cli; print(list(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "'recognition.pipeline'" in answer.stdout
    for name in ("torch", "mediapipe", "openvino", "cv2", "django"):
        assert f"'{name}'" not in answer.stdout


def test_every_job_that_is_sent_is_one_a_worker_knows() -> None:
    from clinic import jobs
    from clinic.config.celery import app

    app.loader.import_default_modules()
    sent = {
        value
        for name, value in vars(jobs).items()
        if name.isupper() and isinstance(value, str)
    }

    assert sent
    assert sent <= set(app.tasks)


def test_every_job_on_the_clock_is_one_a_worker_knows() -> None:
    from clinic.config.celery import app

    app.loader.import_default_modules()
    on_the_clock = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert on_the_clock
    assert on_the_clock <= set(app.tasks)
