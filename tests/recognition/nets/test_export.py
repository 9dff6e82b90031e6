"""Exported nets say what the trained ones say, and need no torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from recognition import cli
from recognition.nets import checkpoint, compiled, export, registry
from recognition.nets.base import Outputs
from recognition.nets.checkpoint import Checkpoint

ROOT = Path(__file__).resolve().parents[3]


def written(path, seed):
    torch.manual_seed(seed)
    config = registry.config_of("lite", outputs=Outputs(2, 2))
    net = registry.build("lite", config).eval()
    checkpoint.save(
        Checkpoint("lite", net, config, ("squat", "lunge"), (), 16, {"seed": seed}),
        path,
    )
    return path


@pytest.fixture
def ensemble(tmp_path):
    paths = [written(tmp_path / f"{seed}.pt", seed) for seed in (0, 1)]
    return paths, export.export(paths, tmp_path, "form", {"accuracy": 0.5})


def test_a_checkpoint_comes_back_as_it_was(tmp_path):
    path = written(tmp_path / "net.pt", 3)
    poses, mask = torch.randn(2, 16, 20, 3), torch.ones(2, 16, 20, dtype=torch.bool)

    one, two = checkpoint.load(path), checkpoint.load(path)

    assert one.exercises == ("squat", "lunge")
    assert one.provenance == {"seed": 3}
    assert torch.equal(one.net(poses, mask).form, two.net(poses, mask).form)


def test_a_damaged_checkpoint_is_refused(tmp_path):
    path = written(tmp_path / "net.pt", 3)
    path.write_bytes(path.read_bytes()[:-500])

    with pytest.raises(checkpoint.CheckpointDamaged, match=r"net\.pt"):
        checkpoint.load(path)


@pytest.mark.slow
def test_the_exported_ensemble_agrees_with_the_trained_nets(ensemble):
    paths, exported = ensemble
    poses = np.random.default_rng(0).normal(size=(5, 16, 20, 3)).astype(np.float32)
    mask = np.random.default_rng(1).random((5, 16, 20)) > 0.1
    nets = export.Ensemble([checkpoint.load(path).net for path in paths]).eval()

    exercise, form = compiled.CompiledNet(exported.model).probabilities(poses, mask)

    with torch.no_grad():
        true = nets(torch.from_numpy(poses), torch.from_numpy(mask))
    np.testing.assert_allclose(exercise, true[0].numpy(), atol=1e-4)
    np.testing.assert_allclose(form, true[1].numpy(), atol=1e-4)


@pytest.mark.slow
def test_the_ensemble_as_onnx_agrees_with_the_trained_nets_on_any_number(
    ensemble, tmp_path
):
    import openvino

    paths, _ = ensemble
    written = export.export_onnx(paths, tmp_path / "weights" / "form.onnx")
    model = openvino.Core().compile_model(
        str(written), "CPU", {"INFERENCE_PRECISION_HINT": "f32"}
    )
    nets = export.Ensemble([checkpoint.load(path).net for path in paths]).eval()
    for number in (1, 5):
        poses = np.random.default_rng(0).normal(size=(number, 16, 20, 3))
        mask = np.random.default_rng(1).random((number, 16, 20)) > 0.1

        found = model({"poses": poses.astype(np.float32), "mask": mask})

        with torch.no_grad():
            true = nets(
                torch.from_numpy(poses.astype(np.float32)), torch.from_numpy(mask)
            )
        np.testing.assert_allclose(found["exercise"], true[0].numpy(), atol=1e-5)
        np.testing.assert_allclose(found["form"], true[1].numpy(), atol=1e-5)


@pytest.mark.slow
def test_the_command_writes_whole_and_short_weights(tmp_path):
    (tmp_path / "run" / "seed0").mkdir(parents=True)
    written(tmp_path / "run" / "seed0" / "best.pt", 0)

    cli.main(
        ["export", str(tmp_path / "run"), "--output", str(tmp_path), "--int8",
         "--name", "net"]
    )  # fmt: skip

    sizes = [(tmp_path / f"net{n}.bin").stat().st_size for n in ("", "-int8")]
    assert sizes[1] < sizes[0] / 2
    one, two = (compiled.CompiledNet(tmp_path / f"net{n}.xml") for n in ("", "-int8"))
    poses = np.random.default_rng(0).normal(size=(3, 16, 20, 3)).astype(np.float32)
    mask = np.ones((3, 16, 20), dtype=bool)
    np.testing.assert_allclose(
        one.probabilities(poses, mask)[1], two.probabilities(poses, mask)[1], atol=0.05
    )


@pytest.mark.slow
def test_a_mirror_image_gets_the_same_verdict(ensemble):
    net = compiled.CompiledNet(ensemble[1].model)
    poses = np.random.default_rng(0).normal(size=(3, 16, 20, 3)).astype(np.float32)
    mask = np.ones((3, 16, 20), dtype=bool)
    mirrored = poses[:, :, list(export.MIRROR)] * np.float32([-1.0, 1.0, 1.0])

    np.testing.assert_allclose(
        net.probabilities(poses, mask)[1],
        net.probabilities(mirrored.astype(np.float32), mask)[1],
        atol=1e-5,
    )


WITHOUT_TORCH = """
import sys
from pathlib import Path
from recognition.nets import compiled
from recognition.repetitions.spans import Span
from recognition.simulation import observation
from recognition.simulation.scenario import Scenario, perform
performance = perform(Scenario("squat", 3))
spans = [
    Span(c.start_s, c.peak_s, c.end_s, "both", 1.0)
    for c in performance.cycles
    if c.complete
]
net = compiled.CompiledNet(Path(sys.argv[1]))
scored = net.score(observation.observe(performance), spans)
assert len(scored) == 3
for one in scored:
    assert abs(sum(one.exercises.values()) - 1.0) < 1e-3
    assert all(0.0 <= p <= 1.0 for p in one.form.values())
assert net.score(observation.observe(performance), []) == []
assert "torch" not in sys.modules
"""


@pytest.mark.slow
def test_repetitions_in_poses_are_scored_without_torch(ensemble):
    code = [sys.executable, "-c", WITHOUT_TORCH, str(ensemble[1].model)]

    subprocess.run(code, cwd=ROOT, check=True)
