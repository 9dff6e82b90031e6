"""Training is repeatable, stops by itself and outlives a kill."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from recognition.nets import checkpoint, registry
from recognition.nets.base import Outputs
from recognition.training import loop
from recognition.training.config import Training
from tests.recognition.training.repetitions import made_up

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = Training("two_stream", frames=16, epochs=6, batch=8)


def fitted(folder, settings=SETTINGS, seed=0):
    torch.manual_seed(seed)
    config = registry.config_of("two_stream", outputs=Outputs(2, 2))
    net = registry.build("two_stream", config)
    batch = made_up().batch(16)
    train, validation = batch.at(batch.subject > 0), batch.at(batch.subject == 0)
    progress = loop.fit(net, train, validation, settings, seed=seed, folder=folder)
    return net, progress


def test_the_same_seed_gives_the_same_losses(tmp_path):
    _, one = fitted(tmp_path / "one")
    _, two = fitted(tmp_path / "two")

    assert one.history == two.history
    assert one.history[-1]["train"] < one.history[0]["train"]


def test_the_weights_of_the_best_epoch_are_kept(tmp_path):
    net, progress = fitted(tmp_path)
    batch = made_up().batch(16)

    loss = loop.validation_loss(net, batch.at(batch.subject == 0), "cpu")

    assert loss == pytest.approx(progress.best, abs=1e-5)
    assert progress.best == min(row["validation"] for row in progress.history)


def test_half_precision_is_for_the_steps_and_leaves_whole_weights(tmp_path):
    whole, _ = fitted(tmp_path / "whole")
    halved, progress = fitted(tmp_path / "half", replace(SETTINGS, half=True))

    assert {value.dtype for value in halved.state_dict().values()} == {torch.float32}
    unlike = [
        not torch.equal(one, two)
        for one, two in zip(whole.parameters(), halved.parameters(), strict=True)
    ]
    assert any(unlike)
    assert progress.history[-1]["train"] < progress.history[0]["train"]


def test_every_epoch_is_in_the_log_for_tensorboard(tmp_path):
    _, progress = fitted(tmp_path)

    (log,) = tmp_path.glob("events.out.tfevents.*")
    content = log.read_bytes()
    assert content.count(b"loss/validation") == progress.epoch
    assert content.count(b"rate") == progress.epoch


def test_an_interrupted_fit_ends_as_an_uninterrupted_one(tmp_path, monkeypatch):
    _, whole = fitted(tmp_path / "whole")
    stored = loop._Fitter.store

    def stop_after_two(self):
        stored(self)
        if self.progress.epoch == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(loop._Fitter, "store", stop_after_two)
    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path / "parts")
    monkeypatch.undo()

    _, rest = fitted(tmp_path / "parts")

    assert rest.history == whole.history


def test_other_settings_do_not_go_on_with_a_stored_state(tmp_path):
    fitted(tmp_path)

    _, progress = fitted(tmp_path, Training("two_stream", frames=16, epochs=2, batch=8))

    assert progress.epoch == 2


LONG = replace(SETTINGS, epochs=40, patience=40)

TO_BE_KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
import torch
torch.set_num_threads(1)
from tests.recognition.training.test_loop import LONG, fitted
fitted(Path({folder!r}), LONG)
"""


@pytest.mark.slow
def test_a_killed_fit_ends_as_one_that_was_left_alone(tmp_path):
    code = TO_BE_KILLED.format(root=str(ROOT), folder=str(tmp_path / "killed"))
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    state = tmp_path / "killed" / loop.STATE
    deadline = time.monotonic() + 60
    while not state.is_file() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)  # somewhere in the middle of an epoch or of writing
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    done = checkpoint.read(state)["epoch"]
    _, went_on = fitted(tmp_path / "killed", LONG)
    _, left_alone = fitted(tmp_path / "alone", LONG)

    assert 1 <= done < LONG.epochs
    assert went_on.history == left_alone.history
