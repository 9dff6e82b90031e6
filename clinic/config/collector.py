"""What a server's process asks of Python's garbage collector."""

import gc
from typing import Final

# Objects made before the youngest are looked through: a page of hundreds of people
# makes tens of thousands of them, and Python's 700 would look dozens of times.
YOUNGEST: Final = 20_000


def spare_what_stays() -> None:
    """Take what is loaded by now out of the collector's rounds.

    Code, models and addresses last as long as the process. A full round looked
    through all of them, a quarter of a second in the middle of somebody's page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])
