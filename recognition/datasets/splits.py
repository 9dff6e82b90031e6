"""Who is trained on and who is tested: always unseen subjects.

The protocols: `folds` puts subject s into fold s mod 5, `loso` leaves one subject
out at a time, `egcn` is `folds` on the 1,326 repetitions of EGCN's comparison.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Protocol = Literal["folds", "loso", "egcn"]

FOLDS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One fold: places of the repetitions, disjoint by subject.

    Attributes:
        train: fitted on.
        validation: decides when to stop; from the training side.
        test: reported on; decides nothing.
    """

    name: str
    train: Integers
    validation: Integers
    test: Integers


def splits(
    subjects: Integers, protocol: Protocol, *, validation: int = 1, seed: int = 0
) -> Iterator[Split]:
    """Yield the folds of a protocol over repetitions with these subjects (N,).

    `validation` subjects of each training side decide when to stop; which ones
    follows from the seed.
    """
    groups = subjects % FOLDS if protocol != "loso" else subjects
    for group in np.unique(groups):
        yield _split(f"{protocol}-{group}", subjects, groups == group, validation, seed)


def _split(
    name: str,
    subjects: Integers,
    is_test: npt.NDArray[np.bool_],
    validation: int,
    seed: int,
) -> Split:
    """Return one fold."""
    others = np.unique(subjects[~is_test])
    first = int(subjects[is_test].min())
    held = np.random.default_rng([seed, first]).permutation(others)[:validation]
    is_held = np.isin(subjects, held) & ~is_test
    return Split(
        name,
        np.flatnonzero(~is_test & ~is_held),
        np.flatnonzero(is_held),
        np.flatnonzero(is_test),
    )
