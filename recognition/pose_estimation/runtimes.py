"""Choose the pose runtime that the options name."""

from recognition.options import Options
from recognition.pose_estimation.base import PoseRuntime


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
    from recognition.pose_estimation.openvino import OpenVinoNetworks

    return BlazePoseRuntime(OpenVinoNetworks(precision=options.precision))
