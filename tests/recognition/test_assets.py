"""The pose networks are fetched once, checked, and refused when they are others."""

import multiprocessing
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest

from recognition import assets
from recognition.assets import PoseModelUnavailable


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache, and no model named."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(assets.MODEL_VARIABLE, raising=False)
    return tmp_path / "repwise" / "pose"


@pytest.fixture(scope="session")
def networks():
    """The real networks, from the user's own cache."""
    return assets.pose_networks()


class Index:
    """Stands in for the package index: gives a wheel with these files."""

    def __init__(self, monkeypatch, files, *, sha256=None):
        self.files = files
        self.downloads = 0
        monkeypatch.setattr(assets.subprocess, "run", self.run)
        if sha256 is not None:
            monkeypatch.setattr(assets, "WHEEL_SHA256", sha256)

    def run(self, command, **_):
        self.downloads += 1
        target = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(target / "mediapipe.whl", "w") as wheel:
            for name, content in self.files.items():
                info = zipfile.ZipInfo(name)  # a fixed date, so a fixed digest
                wheel.writestr(info, content)
        return subprocess.CompletedProcess(command, 0, "", "")


def digest_of(tmp_path, files):
    path = tmp_path / "same.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(zipfile.ZipInfo(name), content)
    return assets._sha256(path)


def contents(networks):
    return dict(
        zip(
            assets.NETWORKS,
            (networks.detector.read_bytes(), networks.landmarks.read_bytes()),
            strict=True,
        )
    )


@pytest.mark.media
class TestDownload:
    def test_happens_once(self, cache, monkeypatch, tmp_path, networks):
        files = contents(networks)
        index = Index(monkeypatch, files, sha256=digest_of(tmp_path, files))

        first, second = assets.pose_networks(), assets.pose_networks()

        assert index.downloads == 1
        assert first == second
        assert first.detector.parent == cache
        assert first.detector.read_bytes() == networks.detector.read_bytes()

    def test_happens_again_where_a_file_was_damaged(
        self, cache, monkeypatch, tmp_path, networks
    ):
        files = contents(networks)
        index = Index(monkeypatch, files, sha256=digest_of(tmp_path, files))
        found = assets.pose_networks()
        found.landmarks.write_bytes(b"half")

        assets.pose_networks()

        assert index.downloads == 2
        assert found.landmarks.read_bytes() == networks.landmarks.read_bytes()

    def test_of_another_wheel_is_refused(self, cache, monkeypatch, networks):
        Index(monkeypatch, contents(networks))

        with pytest.raises(PoseModelUnavailable, match=assets.MODEL_VARIABLE):
            assets.pose_networks()

        assert not list(cache.glob("*.tflite"))

    def test_of_another_network_is_refused(self, cache, monkeypatch, tmp_path):
        files = dict.fromkeys(assets.NETWORKS, b"something else")
        Index(monkeypatch, files, sha256=digest_of(tmp_path, files))

        with pytest.raises(PoseModelUnavailable, match="not the known network"):
            assets.pose_networks()

        assert not list(cache.glob("*.tflite"))


class TestWithoutTheIndex:
    def test_the_reason_and_what_to_do_are_said(self, cache, monkeypatch):
        def fail(command, **_):
            return subprocess.CompletedProcess(command, 1, "", "ERROR: no route\n")

        monkeypatch.setattr(assets.subprocess, "run", fail)

        with pytest.raises(PoseModelUnavailable, match="no route") as caught:
            assets.pose_networks()

        assert assets.MODEL_VARIABLE in str(caught.value)

    def test_a_download_that_hangs_ends(self, cache, monkeypatch):
        def hang(command, *, timeout, **_):
            raise subprocess.TimeoutExpired(command, timeout)

        monkeypatch.setattr(assets.subprocess, "run", hang)

        with pytest.raises(PoseModelUnavailable, match="too long"):
            assets.pose_networks()


@pytest.mark.media
class TestNamedModel:
    @pytest.fixture
    def task(self, cache, monkeypatch, tmp_path, networks):
        """A .task file that somebody brought along."""
        path = tmp_path / "pose_landmarker_full.task"
        assets._write_task(networks, path)
        monkeypatch.setenv(assets.MODEL_VARIABLE, str(path))
        monkeypatch.setattr(assets, "_download", lambda _: pytest.fail("downloaded"))
        return path

    def test_is_used_as_it_is(self, task):
        assert assets.pose_task() == task

    def test_is_unpacked_for_the_other_runtimes(self, task):
        found = assets.pose_networks()

        with zipfile.ZipFile(task) as archive:
            assert found.detector.read_bytes() == archive.read(assets.TASK_DETECTOR)
            assert found.landmarks.read_bytes() == archive.read(assets.TASK_LANDMARKS)
        assert assets.pose_networks() == found

    def test_of_another_kind_is_refused(self, cache, monkeypatch, tmp_path):
        wrong = tmp_path / "wrong.task"
        wrong.write_text("not a zip")
        monkeypatch.setenv(assets.MODEL_VARIABLE, str(wrong))

        with pytest.raises(PoseModelUnavailable, match=r"not a \.task file"):
            assets.pose_networks()
        with pytest.raises(PoseModelUnavailable):
            assets.pose_task()


@pytest.mark.media
class TestTask:
    @pytest.fixture
    def task(self, tmp_path, networks):
        path = tmp_path / "made.task"
        assets._write_task(networks, path)
        return path

    def test_stores_both_networks_uncompressed(self, task):
        with zipfile.ZipFile(task) as archive:
            entries = archive.infolist()
        assert {e.filename for e in entries} == {
            assets.TASK_DETECTOR,
            assets.TASK_LANDMARKS,
        }
        assert all(e.compress_type == zipfile.ZIP_STORED for e in entries)

    def test_says_how_pictures_are_normalized(self, task):
        from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
        from mediapipe.tasks.metadata import schema_py_generated as schema

        with zipfile.ZipFile(task) as archive:
            network = archive.read(assets.TASK_DETECTOR)
        model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
        entry = next(m for m in model.metadata if m.name == b"TFLITE_METADATA")
        stored = np.asarray(model.buffers[entry.buffer].data, np.uint8).tobytes()
        root = metadata.ModelMetadataT.InitFromObj(
            metadata.ModelMetadata.GetRootAs(stored, 0)
        )
        unit = root.subgraphMetadata[0].inputTensorMetadata[0].processUnits[0]
        assert (list(unit.options.mean), list(unit.options.std)) == ([127.5], [127.5])


@pytest.mark.media
@pytest.mark.slow
def test_two_processes_download_once(cache, tmp_path, networks):
    """The second waits for the first and finds everything in place."""
    files = contents(networks)
    digest = digest_of(tmp_path, files)
    counter = tmp_path / "downloads"
    context = multiprocessing.get_context("fork")
    workers = [
        context.Process(target=_fetch, args=(files, digest, counter)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0, 0]
    assert counter.read_text() == "x"


def _fetch(files, digest, counter):
    patch = pytest.MonkeyPatch()
    index = Index(patch, files, sha256=digest)
    assets.pose_networks()
    with counter.open("a") as file:
        file.write("x" * index.downloads)
