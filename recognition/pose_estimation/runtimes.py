"""Choose the pose runtime that the options name."""

from recognition.options import Options
from recognition.pose_estimation.base import PoseRuntime
from recognition.pose_estimation.blazepose import Networks


def create(options: Options) -> PoseRuntime:
    """Return the runtime; its networks load on first use.

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

    return BlazePoseRuntime(_networks(options))


def _networks(options: Options) -> Networks:
    """Load BlazePose: torch takes a CUDA card, in half floats, where there is one."""
    if options.runtime == "torch":
        import torch

        from recognition.pose_estimation.torch import TorchNetworks

        if torch.cuda.is_available():
            return TorchNetworks(device="cuda", precision="f16")
        return TorchNetworks()
    from recognition.pose_estimation.openvino import OpenVinoNetworks

    return OpenVinoNetworks(precision=options.precision)
