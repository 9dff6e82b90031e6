"""Measured errors of the measures: `errors.toml`, by `recognize benchmark errors`.

Each measure has errors for up to three relations of its plane to the picture. They
come from simulated patients, widened by what real clips show, and are never smaller
than what is published; the file tells where each number comes from.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

Band = Literal["in_plane", "oblique", "out_of_plane"]

BANDS: Final[tuple[Band, ...]] = ("in_plane", "oblique", "out_of_plane")
# From here on agreement counts as good (Koo and Li 2016, J Chiropr Med 15(2):155-163,
# for the intraclass correlation, which this share of variance is).
RELIABLE: Final = 0.75
SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """The error of a measure where its plane has one relation to the picture.

    All but `reliability` and `n` in the unit of the measure.

    Attributes:
        half_width: of the 95 % interval of one value.
        change: of the 95 % interval of a difference between two moments of one
            recording; None where nothing was seen to change.
        bias: mean of measured minus true.
        systematic: standard deviation of what all repetitions of a recording share.
        random: standard deviation of what differs from frame to frame.
        reliability: share of the true values in the variance of what is stated, if
            true values vary as in the exercises that use the measure.
        n: recordings it rests on.
    """

    half_width: float
    change: float | None
    bias: float
    systematic: float
    random: float
    reliability: float
    n: int

    @property
    def is_trusted(self) -> bool:
        """Whether the measure tells people and moments apart from here."""
        return self.reliability >= RELIABLE


@cache
def load() -> Mapping[str, Mapping[Band, MeasuredError]]:
    """Return the measured errors by measure and band; a band without data is absent."""
    stored = tomllib.loads(
        resources.files(__package__).joinpath("errors.toml").read_text("utf-8")
    )
    if stored["schema"] != SCHEMA:
        raise ValueError(f"errors.toml: schema {stored['schema']} is not {SCHEMA}")
    return {
        name: {band: _read(entry[band]) for band in BANDS if band in entry}
        for name, entry in stored["measures"].items()
    }


def _read(entry: Mapping[str, float | int]) -> MeasuredError:
    change = entry.get("change")
    return MeasuredError(
        half_width=float(entry["half_width"]),
        change=None if change is None else float(change),
        bias=float(entry["bias"]),
        systematic=float(entry["systematic"]),
        random=float(entry["random"]),
        reliability=float(entry["reliability"]),
        n=int(entry["n"]),
    )


def of(measure: str, band: Band) -> MeasuredError | None:
    """Return the measured error, or None where too little was seen of it."""
    return load().get(measure, {}).get(band)


def is_trusted(measure: str, band: Band) -> bool:
    """Return whether `measure` may be named from there; unmeasured is not trusted."""
    found = of(measure, band)
    return found is not None and found.is_trusted
