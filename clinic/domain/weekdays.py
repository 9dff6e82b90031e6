"""Days of the week of a prescription, kept as one number."""

from collections.abc import Iterable
from typing import Final

EVERY_DAY: Final = 0b111_1111


def pack(days: Iterable[int]) -> int:
    """Return the number that stands for `days` (ISO: Monday is 1, Sunday 7).

    Raises:
        ValueError: a day is not in 1 to 7, or there is none.
    """
    packed = 0
    for day in days:
        if not 1 <= day <= 7:
            raise ValueError(f"day {day} is not in 1 to 7")
        packed |= 1 << (day - 1)
    if not packed:
        raise ValueError("no day")
    return packed


def unpack(packed: int) -> tuple[int, ...]:
    """Return the ISO days that `packed` stands for, Monday first."""
    return tuple(day for day in range(1, 8) if packed & (1 << (day - 1)))


def includes(packed: int, day: int) -> bool:
    """Say whether `packed` holds the ISO weekday `day`."""
    return bool(packed & (1 << (day - 1)))
