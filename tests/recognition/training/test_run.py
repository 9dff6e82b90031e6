"""A run over the folds of a protocol, and what `recognize evaluate` makes of it."""

import json

import numpy as np
import pytest

from recognition import cli
from recognition.datasets.base import Clips
from recognition.training import carry_over, errors, evaluate, predict, run
from recognition.training.config import Training
from tests.recognition.training.repetitions import made_up

SETTINGS = Training("two_stream", frames=16, epochs=12, batch=8, seeds=(0, 1))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A finished run on made-up repetitions."""
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "clips_of", lambda *_: made_up())
        run.train(SETTINGS, folder, folder)
    return folder


def test_every_repetition_is_predicted_once_by_a_net_that_never_saw_its_subject(
    trained,
):
    folds = sorted(trained.glob("folds-*"))
    found = predict.together([predict.load(f / run.PREDICTIONS) for f in folds])

    assert sorted(found.place) == list(range(30))
    for fold in folds:
        said = predict.load(fold / run.PREDICTIONS)
        from recognition.nets import checkpoint

        for path in fold.glob("seed*/best.pt"):
            seen = checkpoint.load(path).provenance
            known = {*seen["trained_on"], *seen["stopped_by"]}
            assert known.isdisjoint(said.subject.tolist())
            assert not set(seen["trained_on"]) & set(seen["stopped_by"])


def test_a_finished_fold_is_not_trained_again(trained, monkeypatch):
    monkeypatch.setattr(run, "clips_of", lambda *_: made_up())
    monkeypatch.setattr(run, "_fold", lambda *_: pytest.fail("trained again"))

    assert len(run.train(SETTINGS, trained, trained)) == 5


def test_the_evaluation_writes_figures_a_page_and_pictures(trained, capsys):
    table = trained / "nets.md"
    assert cli.main(["evaluate", str(trained), "--table", str(table)]) == 0

    said = json.loads(capsys.readouterr().out)[trained.name]
    folder = trained / "evaluation"
    assert said["exercise"]["accuracy"] > 0.8
    assert said["repetitions"] == 30
    assert said == json.loads((folder / "evaluation.json").read_text())
    assert "| up |" in (folder / "evaluation.md").read_text()
    assert "| two_stream (small) | 5 of folds |" in table.read_text()
    for picture in ("exercise-confusion", "form-confusion", "form-reliability"):
        assert (folder / f"{picture}.svg").read_text().startswith("<svg")


def test_nets_are_also_measured_on_repetitions_of_another_source(trained):
    paths = sorted(trained.glob("folds-*/seed*/best.pt"))
    clips = made_up(subjects=2)
    renamed = Clips(clips.clips, clips.exercises[::-1])

    found = carry_over.carry_over(paths, clips)
    swapped = carry_over.carry_over(paths, renamed)

    assert found["exercise_accuracy"] > 0.8
    assert found["exercise_accuracy"] + swapped["exercise_accuracy"] == 1.0
    assert found["form"]["area_under_roc"] > 0.5
    assert set(found["by_exercise"]) == {"up", "down"}
    assert "unknown" not in found


def test_an_exercise_the_nets_lack_is_kept_apart_and_named_as_what_it_looks_like(
    trained,
):
    paths = carry_over.nets_of(trained)
    clips = made_up(subjects=2)
    partly = Clips(clips.clips, ("up", "sideways"))

    found = carry_over.carry_over(paths, partly)

    assert set(found["by_exercise"]) == {"up"}
    assert found["exercise_accuracy"] == found["by_exercise"]["up"] > 0.8
    assert found["form"]["correct"] + found["form"]["incorrect"] == 6
    taken = found["unknown"]["taken_for"]["sideways"]
    assert sum(taken.values()) == 6
    assert max(taken, key=taken.get) == "down"
    assert found["unknown"]["form"]["balanced_accuracy"] >= 0.5


def test_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(errors.NothingTrained):
        evaluate.evaluate(tmp_path)


def test_the_mean_of_several_seeds_is_what_is_reported(trained):
    fold = trained / "folds-0"
    parts = [predict.load(fold / f"seed{s}" / run.PREDICTIONS) for s in (0, 1)]

    together = predict.load(fold / run.PREDICTIONS)

    np.testing.assert_allclose(
        together.exercise, (parts[0].exercise + parts[1].exercise) / 2
    )


def test_training_without_the_data_says_what_to_do(tmp_path, capsys):
    code = cli.main(
        ["train", "lite", "--data", str(tmp_path), "--output", str(tmp_path / "out")]
    )

    said = json.loads(capsys.readouterr().out)["error"]
    assert code == 2
    assert said["code"] == "dataset_missing"
    assert "--data simulated" in said["what_to_do"]


def test_the_help_names_every_net():
    from recognition.commands.train import EXAMPLES
    from recognition.nets import registry

    assert all(name in EXAMPLES.split() for name in registry.METHODS)
