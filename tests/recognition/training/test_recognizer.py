"""The recognizer of recordings, from windows to a net that needs no torch."""

import pytest

from recognition import cleaning
from recognition.datasets import recordings, simulated, uiprmd
from recognition.datasets.base import Clips
from recognition.nets import checkpoint, compiled, export
from recognition.simulation import observation
from recognition.simulation.scenario import Scenario, perform
from recognition.training import loop, recognizer
from recognition.training.config import Training
from tests.recognition.training.repetitions import made_up

FEW = ("biceps_curl", "squat")
SETTINGS = Training("lite", epochs=12, batch=32, patients=3)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A net that knows two exercises and `other`, and its folder."""
    folder = tmp_path_factory.mktemp("recognizer")
    recorded = Clips(made_up(subjects=5).clips, FEW[::-1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulated, "exercises", lambda: FEW)
        patch.setattr(uiprmd, "kinect", lambda _: recorded)
        patch.setattr(recognizer, "HELD_PATIENTS", 1)
        patch.setattr(recognizer, "SETS", 4)
        nets = recognizer.train(SETTINGS, folder, folder)
        yield folder, nets


def test_who_decides_when_to_stop_is_not_learned_from(trained):
    folder, _ = trained
    held = recordings.load(folder / "held-1-of-3.npz")
    learned = recordings.load(folder / "learned-3-of-3.npz")

    assert set(held.subject) & set(learned.subject) == set()
    assert 4 in held.subject
    first = simulated.FIRST_SUBJECT
    assert {first + 1, first + 2, first + 3} <= set(learned.subject)


def test_the_net_says_what_it_was_trained_on(trained):
    known = checkpoint.load(trained[1][0])

    assert known.exercises == (*FEW, "other")
    assert known.provenance["stopped_by"]["subjects"] == [4, 9]
    assert (trained[0] / "seed0" / "curve.svg").is_file()


def test_a_finished_net_is_not_trained_again(trained, monkeypatch):
    monkeypatch.setattr(recordings, "filmed", lambda _: pytest.fail("made again"))
    monkeypatch.setattr(loop._Fitter, "epoch", lambda *_: pytest.fail("trained again"))

    assert recognizer.train(SETTINGS, trained[0], trained[0]) == trained[1]


@pytest.mark.slow
def test_exported_it_names_the_exercise_of_a_recording(trained, tmp_path):
    written = export.export(trained[1], tmp_path, "recognizer", {})
    net = compiled.CompiledNet(written.model)

    for exercise in FEW:
        filmed = observation.observe(perform(Scenario(exercise, 3, seed=77)))
        shown = net.shown(cleaning.clean(filmed))
        assert sum(shown.values()) == pytest.approx(1.0, abs=1e-3)
        assert max(shown, key=shown.get) == exercise
