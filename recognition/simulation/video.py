"""The film of a performance: rendered, seen through a phone, encoded."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from recognition.simulation import film, optics, props
from recognition.simulation.film import Encoding
from recognition.simulation.optics import Optics
from recognition.simulation.renderer import Picture, Renderer
from recognition.simulation.scenario import Performance

Progress = Callable[[float], None]


def pictures(performance: Performance) -> Iterator[Picture]:
    """Yield the (height, width, 3) RGB pictures of `performance`."""
    return _renderer(performance).pictures(performance.skeleton, performance.shake)


def still(performance: Performance, time_s: float) -> Picture:
    """Return the picture nearest to `time_s`."""
    frame = int(np.argmin(np.abs(performance.time_s - time_s)))
    one = slice(frame, frame + 1)
    shake = None if performance.shake is None else performance.shake[one]
    return next(_renderer(performance).pictures(performance.skeleton.at(one), shake))


def _renderer(performance: Performance) -> Renderer:
    """Return a painter for the patient and what stands about."""
    scenario, things = performance.scenario, performance.motion.props
    solid = props.around(scenario.body, things, performance.at_rest())
    return Renderer(
        scenario.body, scenario.camera, solid=solid, dumbbells="dumbbells" in things
    )


def write(
    path: Path,
    performance: Performance,
    *,
    seen_through: Optics | None = None,
    encoding: Encoding | None = None,
    on_progress: Progress | None = None,
) -> None:
    """Write the film of `performance` to `path` (MP4, H.264).

    `on_progress` is told the share done, 0 to 1.
    """
    seed = performance.scenario.seed
    seen = optics.through(pictures(performance), seen_through or Optics(), seed)
    told = _told(seen, len(performance.time_s), on_progress)
    film.write(path, told, performance.time_s, encoding or Encoding())


def _told(
    pictures: Iterator[Picture], total: int, on_progress: Progress | None
) -> Iterator[Picture]:
    """Pass `pictures` on and tell how many of `total` are done."""
    for number, picture in enumerate(pictures, 1):
        yield picture
        if on_progress is not None:
            on_progress(number / total)
