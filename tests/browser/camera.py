"""A fake camera for Chromium that shows a film, over and over."""

from pathlib import Path

import av

# How many squats the film of `squats_on_camera` shows before it begins anew.
REPETITIONS = 3
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def pictures_of(film: Path, target: Path) -> Path:
    """Write `film` to `target` as the motion JPEG that Chromium's fake camera reads."""
    with av.open(str(film)) as source, target.open("wb") as written:
        for frame in source.decode(video=0):
            small = frame.reformat(width=360, height=480)
            small.to_image().save(written, "JPEG", quality=85)
    return target


def with_camera(launch_args: dict, pictures: Path) -> dict:
    """Return arguments to launch a browser whose camera shows `pictures`."""
    shown = f"--use-file-for-fake-video-capture={pictures}"
    return {**launch_args, "args": [*launch_args["args"], *FAKE, shown]}
