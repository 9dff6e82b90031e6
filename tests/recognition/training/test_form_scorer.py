"""The net of form, from simulated patients and recorded people."""

from dataclasses import replace

import numpy as np
import pytest

from recognition.datasets import simulated, uiprmd
from recognition.datasets.base import Clips
from recognition.nets import checkpoint
from recognition.training import form_scorer
from recognition.training.config import Training
from tests.benchmarks import form
from tests.recognition.training.repetitions import made_up

FEW = ("up", "down", "sideways")
SETTINGS = Training("two_stream", frames=16, epochs=12, batch=8, patients=4)


def patients(number, *, first=0):
    """Return made-up repetitions of simulated people, one mistake known of each."""
    numbered = simulated.FIRST_SUBJECT + first
    found = tuple(
        replace(clip, subject=numbered + clip.subject, mistakes=(1 - clip.correct,))
        for clip in made_up(subjects=number, each=8).clips
    )
    return Clips(found, FEW, ("up.slowly",))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The file of a net taught on made-up people."""
    folder = tmp_path_factory.mktemp("form")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulated, "simulated", patients)
        patch.setattr(uiprmd, "kinect", lambda _: made_up(subjects=6, each=8))
        (path,) = form_scorer.train(SETTINGS, folder, folder)
    return path


def test_who_decides_when_to_stop_is_not_learned_from(trained):
    known = checkpoint.load(trained).provenance
    first = simulated.FIRST_SUBJECT

    assert known["stopped_by"] == [4, *(first + 5_000 + n for n in range(3))]
    assert known["trained_on"] == [0, 1, 2, 3, 5, *(first + n for n in range(4))]
    assert (trained.parent / "curve.svg").is_file()


def test_it_judges_every_exercise_and_knows_the_mistakes(trained):
    known = checkpoint.load(trained)

    assert known.exercises == FEW
    assert known.mistakes == ("up.slowly",)
    assert known.config.outputs.form == 3


def test_it_says_how_many_of_what_it_learned_from_were_correct(trained):
    share = checkpoint.load(trained).provenance["share_correct"]

    assert share["up"] == share["down"] == 0.5
    assert np.isnan(share["sideways"])


def test_unknown_form_is_no_part_of_the_share():
    one, two, *rest = made_up(subjects=1).clips
    clips = Clips((replace(one, correct=-1), two, *rest), ("up", "down"))

    found = form_scorer.share_correct(clips)

    assert found["up"] == 0.5
    assert found["down"] == pytest.approx(1 / 3, abs=1e-3)


def test_good_and_bad_repetitions_of_unseen_people_are_told_apart(trained):
    found = form.labeled(checkpoint.load(trained), patients(3, first=9_000))

    assert found["as it is"]["area_under_roc"] > 0.9
    assert found["as it is"]["repetitions"] == 24


def test_probabilities_are_balanced_by_what_the_net_saw_of_an_exercise(trained):
    net = checkpoint.load(trained)
    net.provenance["share_correct"] = {"up": 0.2, "down": 0.5}
    clips = patients(2, first=9_000)

    plain, balanced, batch = form.said(net, clips)

    up = batch.exercise == 0
    np.testing.assert_allclose(balanced[~up], plain[~up])
    odds = plain[up] / (1 - plain[up])
    np.testing.assert_allclose(balanced[up] / (1 - balanced[up]), 4 * odds)
