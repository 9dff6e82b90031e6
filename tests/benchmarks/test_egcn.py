"""Plain features beside nets on the repetitions of EGCN's comparison."""

from dataclasses import replace

import numpy as np

from recognition.datasets.base import Clips
from recognition.datasets.joints import MIRROR
from tests.benchmarks import egcn
from tests.recognition.training.repetitions import made_up


def clips(*, changed=None):
    """Return made-up repetitions with a duration; `changed` has its labels swapped."""
    found = made_up(each=16)
    return Clips(
        tuple(
            replace(
                clip,
                duration_s=2.0,
                correct=1 - clip.correct if clip.subject == changed else clip.correct,
            )
            for clip in found.clips
        ),
        found.exercises,
    )


def test_good_and_bad_repetitions_of_unseen_people_are_told_apart():
    known = clips()
    said = egcn.form(egcn.features(known), known)

    # One of seventeen joints tells, among noise: far from all can be right.
    assert ((said > 0.5) == [clip.correct == 1 for clip in known.clips]).mean() > 0.6


def test_the_labels_of_a_person_do_not_change_what_is_said_of_that_person():
    one, two = clips(), clips(changed=3)
    own = one.subjects == 3

    first, second = (egcn.form(egcn.features(c), c) for c in (one, two))

    np.testing.assert_array_equal(first[own], second[own])
    assert not np.allclose(first[~own], second[~own])


def test_a_mirror_image_has_the_features_of_the_other_side():
    known = clips()
    turned = Clips(
        tuple(
            replace(clip, points=clip.points[:, list(MIRROR)] * [-1.0, 1.0, 1.0])
            for clip in known.clips
        ),
        known.exercises,
    )

    np.testing.assert_allclose(
        egcn.features(known)[1], egcn.features(turned)[0], rtol=1e-4, atol=1e-5
    )
