"""Choose the pose runtime that the options name."""

import os
import threading

from recognition.assets import MODEL_VARIABLE
from recognition.options import Options, Precision
from recognition.pose_estimation.base import PoseRuntime
from recognition.pose_estimation.blazepose import Networks


def create(options: Options) -> PoseRuntime:
    """Return the runtime; its networks load on first use and stay loaded.

    Raises:
        ValueError: `recorded` without a file.
    """
    if options.runtime == "recorded":
        from recognition.pose_estimation.recorded import RecordedRuntime

        if options.recorded is None:
            raise ValueError("the runtime `recorded` needs a file of poses")
        return RecordedRuntime(options.recorded)
    if options.runtime == "mediapipe":
        from recognition.pose_estimation.mediapipe import MediaPipeRuntime

        return MediaPipeRuntime()
    from recognition.pose_estimation.following import BlazePoseRuntime

    return BlazePoseRuntime(networks(options))


def networks(options: Options) -> Networks:
    """Load BlazePose, where it is not loaded by now.

    Torch takes a CUDA card, in half floats, where there is one.
    """
    if options.runtime == "torch":
        import torch

        from recognition.pose_estimation.torch import TorchNetworks

        if torch.cuda.is_available():
            return TorchNetworks(device="cuda", precision="f16")
        return TorchNetworks()
    wanted = options.precision, os.environ.get(MODEL_VARIABLE)
    if wanted not in _loaded.networks:
        from recognition.pose_estimation.openvino import OpenVinoNetworks

        _loaded.networks[wanted] = OpenVinoNetworks(precision=options.precision)
    return _loaded.networks[wanted]


class _Loaded(threading.local):
    """What a thread has loaded: compiling takes as long as 60 frames do.

    Threads do not share it, as pictures under way belong to whoever began them.
    """

    def __init__(self) -> None:
        # By precision, and the file that the operator named.
        self.networks: dict[tuple[Precision, str | None], Networks] = {}


_loaded = _Loaded()
