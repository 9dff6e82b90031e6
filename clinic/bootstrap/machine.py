"""Looks at the machine before anything is changed: system libraries, disk, port."""

import ctypes
import errno
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from clinic.bootstrap.problems import CannotContinue

# What OpenCV and MediaPipe load (ldd on cv2 and libmediapipe.so), and the Debian
# package that brings it. Newer releases still install these names.
SYSTEM_LIBRARIES: Mapping[str, str] = {
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_system_libraries(loads: Callable[[str], bool] = _loads) -> None:
    """Stop with the one apt line when a system library is missing (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    missing = [
        package for library, package in SYSTEM_LIBRARIES.items() if not loads(library)
    ]
    if missing:
        raise CannotContinue(
            "System libraries for video and pose estimation are missing: run"
            f" `sudo apt-get install -y {' '.join(missing)}` and run it again."
        )


def check_disk(folder: Path, need_gb: float) -> None:
    """Stop when the disk under `folder` has less than `need_gb` gigabytes free."""
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < need_gb:
        raise CannotContinue(
            f"Only {free_gb:.1f} GB are free on this disk: free {need_gb:.0f} GB and"
            " run it again."
        )


def check_port(host: str, port: int) -> None:
    """Stop when another program listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotContinue(_port_sentence(error, port)) from error


def _port_sentence(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        reason = "is taken by another program"
    elif error.errno == errno.EACCES:
        reason = "may not be opened by this user"
    else:
        reason = f"cannot be opened ({error.strerror})"
    return (
        f"Port {port} {reason}: stop that program or choose another port, as in"
        f" `make demo PORT={port + 1 if port >= 1024 else 8001}`."
    )
