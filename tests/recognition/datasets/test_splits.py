"""Subjects that are tested are never trained on."""

import numpy as np
import pytest

from recognition.datasets.splits import splits

SUBJECTS = np.repeat(np.arange(1, 11), 3)


@pytest.mark.parametrize(
    ("protocol", "number"), [("folds", 5), ("loso", 10), ("egcn", 5)]
)
def test_every_repetition_is_tested_once_and_unseen(protocol, number):
    found = list(splits(SUBJECTS, protocol, validation=2))

    assert len(found) == number
    assert sorted(np.concatenate([f.test for f in found])) == list(range(30))
    for fold in found:
        people = [set(SUBJECTS[p]) for p in (fold.train, fold.validation, fold.test)]
        assert len(people[1]) == 2
        assert set.union(*people) == set(range(1, 11))
        assert sum(len(p) for p in people) == 10


def test_a_fold_is_the_subject_modulo_five():
    fold = next(f for f in splits(SUBJECTS, "folds") if f.name == "folds-2")

    assert set(SUBJECTS[fold.test]) == {2, 7}


def test_the_seed_chooses_who_decides_when_to_stop():
    held = {
        tuple(np.unique(SUBJECTS[next(splits(SUBJECTS, "folds", seed=s)).validation]))
        for s in range(8)
    }

    assert len(held) > 1
