"""A net learns on a clinic's labels, and gives way to nothing worse."""

import json

import numpy as np
import pytest
import torch

from recognition.datasets import errors as missing
from recognition.datasets import reviewed
from recognition.datasets.recordings import Windows
from recognition.nets import checkpoint, registry
from recognition.nets.base import Outputs
from recognition.nets.checkpoint import Checkpoint
from recognition.training import errors, guard, loop, transfer
from recognition.training.config import Training
from tests.recognition.reviewed_labels import Repetition, clinic, write

NAMES = ("biceps_curl", "squat", "other")
FRAMES = 32


@pytest.fixture(scope="module")
def labels(tmp_path_factory):
    """What the therapists of a clinic said of five patients."""
    return write(tmp_path_factory.mktemp("labels") / "export", clinic())


@pytest.fixture(scope="module")
def batch(labels):
    return reviewed.read(labels, NAMES, (), FRAMES).clips.batch(FRAMES)


def run_with(folder, net, config):
    """Write a net as `recognize train --recordings` does."""
    (folder / "seed0").mkdir(parents=True)
    trained = Checkpoint("lite", net, config, NAMES, (), FRAMES, {"first": True})
    checkpoint.save(trained, folder / "seed0" / loop.BEST)
    return folder


def untrained():
    torch.manual_seed(0)
    config = registry.config_of("lite", outputs=Outputs(3, 3))
    net = registry.build("lite", config)
    torch.nn.init.zeros_(net.head.weight)  # the same answer to everything
    return net, config


@pytest.fixture(scope="module")
def beginner(tmp_path_factory):
    """A net that knows nothing yet."""
    return run_with(tmp_path_factory.mktemp("beginner"), *untrained())


@pytest.fixture(scope="module")
def master(tmp_path_factory, batch):
    """A net that tells all of it."""
    torch.set_num_threads(1)
    net, config = untrained()
    folder = tmp_path_factory.mktemp("master")
    settings = Training("lite", frames=FRAMES, epochs=12, batch=16, patience=12)
    loop.fit(net, batch, batch, settings, seed=0, folder=folder / "fit")
    return run_with(folder / "run", net, config)


def misleading():
    """One patient is labeled truly, and can alone be held out; the others falsely."""
    swapped = dict(zip(NAMES[:2], NAMES[1::-1], strict=True))
    false = [
        Repetition(f"patient-{n}", swapped[name], shown=(name, badly))
        for n in range(1, 5)
        for name in NAMES[:2]
        for badly in (False, True)
    ]
    return [*clinic(1), *false]


@pytest.mark.slow
def test_a_beginner_learns_and_is_published(labels, beginner, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "RATE", 3e-3)  # so that few epochs are enough
    monkeypatch.setattr(transfer, "BATCH", 8)
    said = []
    report = transfer.transfer(
        labels, beginner, tmp_path / "out", epochs=12,
        on_epoch=lambda *told: said.append(told[:2]),
    )  # fmt: skip

    assert report["after"]["exercise"] > report["before"]["exercise"]
    assert report["after"]["form"] >= report["before"]["form"]
    assert report["after"]["kept"] is None
    assert said[0] == ("seed0/best.pt", 1)
    taught = checkpoint.load(tmp_path / "out" / "seed0" / loop.BEST)
    assert taught.exercises == NAMES
    assert taught.provenance["started_from"] == {"first": True}
    assert "patient-" not in json.dumps(taught.provenance)
    kept = json.loads((tmp_path / "out" / transfer.RECORD).read_text())
    assert kept == {name: report[name] for name in kept}


def test_patients_are_in_one_part_only(labels, beginner):
    net = checkpoint.load(beginner / "seed0" / loop.BEST)
    clips = reviewed.read(labels, NAMES, (), FRAMES).clips
    for seed in range(5):
        split = transfer._split(clips, seed, asks_form=True)
        parts = transfer._parts(clips, split, net, beginner, seed)
        three = (parts.train, parts.validation, parts.test)
        subjects = [set(part.subject.tolist()) for part in three]
        assert all(subjects)
        assert sum(len(one) for one in subjects) == len(set.union(*subjects)) == 5
        assert sum(len(part) for part in three) == len(clips)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_net(labels, beginner, tmp_path):
    one, two = (
        transfer.transfer(labels, beginner, tmp_path / name, epochs=1)
        for name in ("one", "two")
    )
    assert one["after"] == two["after"]
    weights = [
        checkpoint.load(tmp_path / name / "seed0" / loop.BEST).net.state_dict()
        for name in ("one", "two")
    ]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])


@pytest.mark.slow
def test_a_better_net_is_not_replaced(master, tmp_path, monkeypatch):
    folder = write(tmp_path / "export", misleading())
    monkeypatch.setattr(transfer, "RATE", 1e-2)

    with pytest.raises(errors.BetterNetKept, match=r"exercise 1\.000 before, 0\."):
        transfer.transfer(folder, master, tmp_path / "out", epochs=6)

    assert not (tmp_path / "out").exists()


def test_what_was_known_is_learned_again_and_asked_for(batch, beginner, tmp_path):
    folder = write(tmp_path / "export", clinic(3))
    run = run_with(tmp_path / "run", *untrained())
    other = np.full(len(batch), NAMES.index("other"))
    windows = Windows(batch.poses, other, batch.correct, batch.subject)
    windows.save(run / "learned-1-of-3.npz")
    windows.save(run / "held-1-of-3.npz")
    net = checkpoint.load(run / "seed0" / loop.BEST)
    clips = reviewed.read(folder, NAMES, (), FRAMES).clips
    split = transfer._split(clips, 0, asks_form=True)

    alone = transfer._parts(clips, split, net, beginner, 0)
    parts = transfer._parts(clips, split, net, run, 0)
    of_file = transfer._parts(clips, split, net, run / "seed0" / loop.BEST, 0)

    assert alone.known is None
    assert len(alone.to_learn) == len(alone.train) == len(parts.train)
    assert len(parts.to_learn) == len(alone.train) + len(batch)
    assert (parts.to_learn.exercise == 2).sum() == len(batch)
    assert len(parts.known) == len(of_file.known) == len(batch)
    assert len(parts.test) == len(alone.test)


def figures(exercise=0.9, form=0.8, kept=0.7):
    return guard.Figures(exercise, form, kept)


@pytest.mark.parametrize(
    ("after", "named"),
    [
        (figures(exercise=0.89), "exercise 0.900 before, 0.890 after"),
        (figures(form=0.79), "form 0.800 before, 0.790 after"),
        (figures(kept=0.67), "what it knew 0.700 before, 0.670 after"),
        (figures(exercise=1.0, form=0.5), "form 0.800 before, 0.500 after"),
    ],
)
def test_the_guard_names_what_got_worse(after, named):
    with pytest.raises(errors.BetterNetKept) as caught:
        guard.check(figures(), after)
    assert caught.value.message == f"the net got worse: {named}"


def test_the_guard_lets_pass_what_is_not_worse():
    guard.check(figures(), figures())
    guard.check(figures(), figures(exercise=0.95, kept=0.69))
    guard.check(figures(form=None, kept=None), figures(form=None, kept=None))


def test_form_that_cannot_be_measured_is_not_learned(beginner, tmp_path):
    said = [one for one in clinic() if not one.present]
    with pytest.raises(errors.NotComparable):
        transfer.transfer(write(tmp_path / "export", said), beginner, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_without_a_net_says_what_to_do(labels, tmp_path):
    with pytest.raises(errors.NothingTrained) as caught:
        transfer.transfer(labels, tmp_path, tmp_path / "out")
    assert "best.pt" in caught.value.what_to_do


def test_too_few_patients_come_before_any_training(beginner, tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "fit", lambda *_, **__: pytest.fail("trained"))
    folder = write(tmp_path / "export", clinic(2))
    with pytest.raises(missing.TooFewPatients):
        transfer.transfer(folder, beginner, tmp_path / "out")
