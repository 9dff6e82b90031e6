"""Decode in a thread of its own, a few frames ahead of the networks."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from recognition.video import Frame

# Enough to even out key frames, little enough for memory: 8 of 1080p are 50 MB.
DEPTH: Final = 8
POLL_S: Final = 0.1


class _End:
    """Marks the end of the frames, with the error that ended them, if any."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def read_ahead(frames: Iterable[Frame], *, depth: int = DEPTH) -> Iterator[Frame]:
    """Yield `frames` in order, decoded by another thread, at most `depth` ahead.

    An error of the decoder is raised here, behind the frames before it. When the
    caller stops early, the thread ends too.
    """
    waiting: queue.Queue[Frame | _End] = queue.Queue(maxsize=depth)
    stopped = threading.Event()
    thread = threading.Thread(
        target=_fill, args=(frames, waiting, stopped), name="decoder", daemon=True
    )
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        thread.join()


def _fill(
    frames: Iterable[Frame],
    waiting: "queue.Queue[Frame | _End]",
    stopped: threading.Event,
) -> None:
    """Put frames into the queue until they end or nobody wants them."""
    end = _End()
    try:
        for frame in frames:
            if not _put(waiting, frame, stopped):
                return
    except BaseException as error:  # noqa: BLE001, it is raised where frames are read
        end = _End(error)
    _put(waiting, end, stopped)


def _put(
    waiting: "queue.Queue[Frame | _End]", item: Frame | _End, stopped: threading.Event
) -> bool:
    """Wait for room; return False when nobody reads any more."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=POLL_S)
        except queue.Full:
            continue
        return True
    return False
