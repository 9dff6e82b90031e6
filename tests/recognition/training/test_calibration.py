"""Temperatures come from validation subjects and change no answer."""

import numpy as np
import pytest

from recognition.training import calibration, run
from recognition.training.calibration import Temperatures
from recognition.training.config import Training
from recognition.training.predict import Predictions
from tests.recognition.training.repetitions import made_up


def said(sharpness, number=4000):
    """Return predictions whose logits are this many times too large."""
    generator = np.random.default_rng(0)
    logits = generator.normal(size=(number, 3))
    fair = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    odds = generator.normal(size=(number, 3))
    true = np.array([generator.choice(3, p=p) for p in fair])
    rows = np.arange(number)
    likely = 1.0 / (1.0 + np.exp(-odds[rows, true]))
    sure = np.exp(sharpness * logits)
    return Predictions(
        rows,
        sure / sure.sum(1, keepdims=True),
        1.0 / (1.0 + np.exp(-sharpness * odds)),
        true,
        (generator.random(number) < likely).astype(np.int64),
        rows % 5,
    )


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 3.0])
def test_the_temperature_is_how_much_too_sure_a_net_is(sharpness):
    found = calibration.fitted(said(sharpness))

    assert found.exercise == pytest.approx(sharpness, rel=0.1)
    assert found.form == pytest.approx(sharpness, rel=0.1)


def test_a_temperature_changes_no_answer_but_how_sure_it_is():
    before = said(3.0)

    after = calibration.applied(before, Temperatures(3.0, 3.0))

    assert (after.exercise.argmax(1) == before.exercise.argmax(1)).all()
    assert ((after.form > 0.5) == (before.form > 0.5)).all()
    np.testing.assert_allclose(after.exercise.sum(1), 1.0)
    assert (
        calibration._errors(after)["form"] < 0.03 < calibration._errors(before)["form"]
    )


def test_form_that_nobody_labeled_keeps_its_temperature():
    unlabeled = said(3.0, number=50)
    unlabeled.correct[:] = -1

    assert calibration.fitted(unlabeled).form == 1.0


def test_the_subjects_reported_on_decide_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "clips_of", lambda *_: made_up())
    settings = Training("two_stream", frames=16, epochs=2, batch=8)
    run.train(settings, tmp_path, tmp_path, only=("folds-0",))
    asked = []
    fit = calibration.fitted
    monkeypatch.setattr(calibration, "fitted", lambda s: asked.append(s) or fit(s))

    found = calibration.calibrated(tmp_path, tmp_path)

    (held,) = asked
    assert len(set(held.subject.tolist())) == 1
    assert 0 not in held.subject
    assert set(found["temperatures"]) == {"folds-0"}
    assert set(found["before"]) == set(found["after"]) == {"exercise", "form"}
