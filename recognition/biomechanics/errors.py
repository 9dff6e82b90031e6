"""How far measures err: measured errors of `errors.toml`, or a guess without them.

Each measure has errors of values and of changes, for up to three relations of its
plane to the picture. They come from simulated patients, widened by what real clips
show, and are never smaller than what is published; `recognize benchmark errors`
writes the file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

import numpy as np

Band = Literal["in_plane", "oblique", "out_of_plane"]
Kind = Literal["value", "change", "sides"]
Three = tuple[float, float, float]

BANDS: Final[tuple[Band, ...]] = ("in_plane", "oblique", "out_of_plane")
KINDS: Final[tuple[Kind, ...]] = ("value", "change", "sides")
# Angle between the plane of a measure and the picture, degrees, up to which it counts
# as in the picture, and from which it rests on depth.
IN_PLANE_DEG: Final = 27.0
OUT_OF_PLANE_DEG: Final = 65.0
# Where the error of each band holds; between them it grows evenly. The second is 45
# degrees off the picture, and as far again as a patient is from it by eye.
_HOLDS_AT_DEG: Final = (25.0, 50.0, 90.0)
# Below this agreement is poor (Koo and Li 2016, J Chiropr Med 15(2):155-163, for the
# intraclass correlation, which this share of variance is).
RELIABLE: Final = 0.5
SCHEMA: Final = 2
HALF: Final = 0.5**0.5


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """The error of a measure where its plane has one relation to the picture.

    All but `reliability` and `n` in the unit of the measure.

    Attributes:
        half_width: of the 95 % interval of one value, or of one change.
        bias: mean of measured minus true.
        systematic: standard deviation of what all repetitions of a recording share.
        random: standard deviation of what differs between them, as widened.
        reliability: share of the true values in the variance of what is stated, if
            true values vary as in the exercises that use the measure.
        n: series of repetitions it rests on.
    """

    half_width: float
    bias: float
    systematic: float
    random: float
    reliability: float
    n: int

    @property
    def is_trusted(self) -> bool:
        """Whether the measure tells people and moments apart from here."""
        return self.reliability >= RELIABLE

    @property
    def shared(self) -> float:
        """The part of the error that all repetitions of a recording share."""
        steady = self.bias**2 + self.systematic**2
        whole = steady + self.random**2
        return float(np.sqrt(steady / whole)) if whole > 0.0 else 1.0


@dataclass(frozen=True, slots=True)
class Widths:
    """Half widths of 95 % intervals: in the picture, oblique, from depth.

    Attributes:
        half: half widths in these three.
        shared: the part of each that all repetitions of a recording share.
        trusted: whether the measure is stated at all.
    """

    half: Three
    shared: Three
    trusted: tuple[bool, bool, bool] = (True, True, True)

    def at(self, off_deg: float) -> float:
        """Return the half width `off_deg` off the picture; NaN is worst."""
        return _between(self.half, off_deg)

    def shared_at(self, off_deg: float) -> float:
        """Return the shared part of it."""
        return _between(self.shared, off_deg)

    def is_trusted_at(self, off_deg: float) -> bool:
        """Return whether the measure is stated `off_deg` off the picture."""
        return self.trusted[BANDS.index(band_of(off_deg))]


def _between(values: Three, off_deg: float) -> float:
    """Return the value `off_deg` off the picture."""
    if not np.isfinite(off_deg):
        return values[-1]
    return float(np.interp(off_deg, _HOLDS_AT_DEG, values))


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of a measure; what is constant in them cancels in a difference.

    Attributes:
        values: of one value.
        changes: of the difference between two moments.
        sides: of the difference between left and right at the same moment.
    """

    values: Widths
    changes: Widths
    sides: Widths

    @property
    def change(self) -> float:
        """Half width of a change that the picture shows."""
        return self.changes.at(0.0)

    def of(self, kind: Kind) -> Widths:
        """Return those of one kind."""
        return {"value": self.values, "change": self.changes, "sides": self.sides}[kind]


def guessed(
    in_plane: float, *, oblique: float, out_of_plane: float, change: float
) -> Errors:
    """Return errors from the half widths of values, and of changes in the picture.

    The random part of a value is that of a difference over the root of two; of the
    error of a difference about half remains from one repetition to the next. Two sides
    err apart from each other.
    """
    half = (in_plane, oblique, out_of_plane)
    shared = float(np.sqrt(max(0.0, 1.0 - (change * HALF / in_plane) ** 2)))
    first, second, third = (change * width / in_plane for width in half)
    changes = Widths((first, second, third), (HALF, HALF, HALF))
    sides = Widths((first / HALF, second / HALF, third / HALF), (HALF, HALF, HALF))
    return Errors(Widths(half, (shared, shared, shared)), changes, sides)


def known(measure: str, guess: Errors) -> Errors:
    """Return the measured errors of `measure`; without them the `guess`."""
    found = load().get(measure)
    if found is None:
        return guess
    return Errors(
        *(measured_widths(found.get(kind, {}), guess.of(kind)) for kind in KINDS)
    )


def measured_widths(found: Mapping[Band, MeasuredError], guess: Widths) -> Widths:
    """Return what was measured; the guess, and no trust, where nothing was.

    Depth is never taken to be better than the picture.
    """
    if not found:
        return guess
    rows = [found.get(band) for band in BANDS]
    half = [row.half_width if row else guess.half[k] for k, row in enumerate(rows)]
    shared = [row.shared if row else guess.shared[k] for k, row in enumerate(rows)]
    first, second, third = np.maximum.accumulate(half).tolist()
    return Widths(
        half=(first, second, third),
        shared=(shared[0], shared[1], shared[2]),
        trusted=(_trusted(rows[0]), _trusted(rows[1]), _trusted(rows[2])),
    )


def _trusted(found: MeasuredError | None) -> bool:
    return found is not None and found.is_trusted


def band_of(off_deg: float) -> Band:
    """Return how a plane lies to the picture that is `off_deg` away from it."""
    if off_deg <= IN_PLANE_DEG:
        return "in_plane"
    return "oblique" if off_deg < OUT_OF_PLANE_DEG else "out_of_plane"


@cache
def load() -> Mapping[str, Mapping[Kind, Mapping[Band, MeasuredError]]]:
    """Return the measured errors; a kind or band without data is absent."""
    stored = tomllib.loads(
        resources.files(__package__).joinpath("errors.toml").read_text("utf-8")
    )
    if stored["schema"] != SCHEMA:
        raise ValueError(f"errors.toml: schema {stored['schema']} is not {SCHEMA}")
    return {
        name: {
            kind: {b: _read(entry[kind][b]) for b in BANDS if b in entry[kind]}
            for kind in KINDS
            if kind in entry
        }
        for name, entry in stored["measures"].items()
    }


def _read(entry: Mapping[str, float | int]) -> MeasuredError:
    return MeasuredError(
        half_width=float(entry["half_width"]),
        bias=float(entry["bias"]),
        systematic=float(entry["systematic"]),
        random=float(entry["random"]),
        reliability=float(entry["reliability"]),
        n=int(entry["n"]),
    )
