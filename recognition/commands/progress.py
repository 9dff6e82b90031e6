"""The bar that commands show while a video is looked at."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, float], None]


@contextmanager
def bar() -> Iterator[Progress | None]:
    """Show a bar while the video is analyzed, if there is a terminal to show it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("checking", total=1.0)
        yield lambda stage, done: bar.update(task, description=stage, completed=done)
