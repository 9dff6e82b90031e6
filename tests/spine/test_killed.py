"""Kill -9 in the middle of an analysis: it is done two minutes after restart, once."""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from tests.servers import wait_until
from tests.spine.installation import Installation, children, command_line, kill_group

pytestmark = [
    pytest.mark.slow,
    pytest.mark.media,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        sys.platform != "linux", reason="finds a worker's children in /proc"
    ),
]
# The promise: seconds from the restart to the result.
PROMISED_S = 120
START_S = 180


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    from recognition.simulation import sample

    path = tmp_path_factory.mktemp("films") / "squats.mp4"
    sample.render_squats(path, repetitions=4, seed=5)
    return path


@pytest.fixture
def installation(tmp_path):
    with tempfile.TemporaryDirectory(prefix="rwk") as folder:
        installation = Installation(Path(folder), tmp_path)
        try:
            yield installation
        finally:
            installation.stop()


def is_in_the_middle(analyses):
    return any(row["stage"] == "pose" and row["percent"] >= 40 for row in analyses)


def is_first_done(analyses):
    return analyses[0]["status"] == "done"


def are_done(analyses):
    return bool(analyses) and all(row["status"] == "done" for row in analyses)


def kill_whole_worker(worker):
    kill_group(worker)


def kill_main_process(worker):
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def kill_pool_process(worker):
    pool = [pid for pid in children(worker) if "spawn_main" in command_line(pid)]
    assert len(pool) == 1
    os.kill(pool[0], signal.SIGKILL)


def check_nothing_lost_and_nothing_twice(installation, *, recordings):
    """Each recording of the film has the same report, its rows and files, once."""
    analyses = installation.analyses()
    assert [row["status"] for row in analyses] == ["done"] * recordings
    counted = [len(json.loads(row["report"])["repetitions"]) for row in analyses]
    assert len(set(counted)) == 1
    assert counted[0] > 0
    rows = installation.query("SELECT count(*) FROM clinic_repetition")
    assert rows == [(sum(counted),)]
    done = "SELECT count(*) FROM clinic_auditevent WHERE action = 'analysis.done'"
    assert installation.query(done) == [(recordings,)]
    expected = ["curves.json.gz", "playback", "poses.npz", "still"] * recordings
    # The original goes after the result is stored, which is what a reader waits for.
    wait_until(lambda: kept_files(installation) == sorted(expected), what="clean-up")


def kept_files(installation):
    media = installation.database.parent / "media"
    return sorted(path.name.split("-")[0] for path in media.rglob("*.*"))


@pytest.mark.parametrize(
    "kill", [kill_whole_worker, kill_main_process, kill_pool_process]
)
def test_a_killed_worker_loses_nothing(installation, film, kill, record_property):
    installation.start_broker()
    installation.start_clock()
    worker = installation.start_worker()
    installation.upload(film)
    installation.wait(is_in_the_middle, within_s=START_S)

    kill(worker)
    if worker.poll() is not None:
        installation.start_worker()

    seconds = installation.wait(are_done, within_s=PROMISED_S)
    record_property("seconds from restart to result", round(seconds, 1))
    print(f"\n{kill.__name__}: done {seconds:.1f} s after the restart")
    check_nothing_lost_and_nothing_twice(installation, recordings=1)


def test_a_killed_broker_loses_nothing(installation, film, tmp_path, record_property):
    more = [tmp_path / f"{number}.mp4" for number in range(2)]
    for number, other in enumerate(more):
        # Free space at the end of an MP4 makes it another file of the same film.
        other.write_bytes(film.read_bytes() + b"\0\0\0\x09free" + bytes([number]))
    broker = installation.start_broker()
    installation.start_clock()
    installation.start_worker()
    installation.upload(film, *more)
    installation.wait(is_in_the_middle, within_s=START_S)

    kill_group(broker)
    installation.start_broker()

    first = installation.wait(is_first_done, within_s=PROMISED_S)
    # The other two wait for their turn with the one worker.
    others = installation.wait(are_done, within_s=2 * PROMISED_S)
    record_property("seconds from restart to result", round(first, 1))
    print(
        f"\nbroker: done {first:.1f} s after the restart, the queue {others:.1f} s on"
    )
    check_nothing_lost_and_nothing_twice(installation, recordings=3)
