"""How long nets take on one core, and how large they are.

    python -m tests.benchmarks.nets

Every net of the library in its small size, untrained: milliseconds of one repetition
of 32 frames, and of a step of training a repetition, plain and in bfloat16. Then the
shipped recognizer by OpenVINO: naming the exercise of a set of ten repetitions from
its poses and giving each repetition its probabilities, windows and cuts included, in
f32 and bf16, and how far the two agree. Medians of processor time.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

import recognition
from recognition.nets import registry
from recognition.nets.base import Net, parameters_of
from recognition.nets.compiled import CompiledNet
from recognition.poses import PoseSequence
from recognition.repetitions.spans import Span
from recognition.simulation import observation
from recognition.simulation.scenario import Performance, Scenario, perform
from recognition.training.loss import joint_loss

WEIGHTS = Path(recognition.__file__).parent / "weights" / "recognizer.xml"
FRAMES = 32
BATCH = 64
REPETITIONS = 10
PRECISIONS = ("f32", "bf16")
AGREED_ON = ("squat", "lunge", "biceps_curl", "shoulder_abduction", "side_bend")


def median_ms(work: Callable[[], object], times: int) -> float:
    """Return the median processor time of `work` after a first call, milliseconds."""
    work()
    found = []
    for _ in range(times):
        started = time.process_time()
        work()
        found.append(1000.0 * (time.process_time() - started))
    return round(statistics.median(found), 2)


def sizes_and_times(name: str, times: int) -> dict[str, float]:
    """Return the figures of one net."""
    net = registry.build(name, registry.config_of(name))
    original = registry.build(name, registry.config_of(name, "original"))
    one = torch.randn(1, FRAMES, 20, 3), torch.ones(1, FRAMES, 20, dtype=torch.bool)
    net.eval()
    with torch.no_grad():
        forward = median_ms(lambda: net(*one), times)
    return {
        "parameters": parameters_of(net),
        "original_parameters": parameters_of(original),
        "ms_a_repetition": forward,
        "training_ms": _training_ms(net, is_halved=False),
        "training_ms_bfloat16": _training_ms(net, is_halved=True),
    }


def _training_ms(net: Net, *, is_halved: bool) -> float:
    """Return milliseconds of a step of training, a repetition."""
    poses = torch.randn(BATCH, FRAMES, 20, 3)
    mask = torch.ones(BATCH, FRAMES, 20, dtype=torch.bool)
    labels = torch.arange(BATCH) % 10, torch.arange(BATCH) % 2
    none = torch.zeros(BATCH, 0, dtype=torch.long)
    net.train()

    def step() -> None:
        net.zero_grad()
        with torch.autocast("cpu", enabled=is_halved):
            logits = net(poses, mask)
            loss = joint_loss(logits, *labels, none) + net.auxiliary(poses, mask)
        torch.autograd.backward(loss)

    return round(median_ms(step, 3) / BATCH, 2)


def recognizer(times: int) -> dict[str, object]:
    """Return times of the shipped net on a set, and how far its precisions agree."""
    performance = perform(Scenario("squat", REPETITIONS))
    poses = observation.observe(performance)
    nets = {precision: CompiledNet(WEIGHTS, precision) for precision in PRECISIONS}
    spans = _spans(performance)
    found: dict[str, object] = {
        "repetitions": len(spans),
        "seconds_of_poses": round(float(poses.time_s[-1] - poses.time_s[0]), 1),
    }
    for precision, net in nets.items():
        found[precision] = {
            "recognition_ms": median_ms(lambda net=net: net.shown(poses), times),
            "scoring_ms": median_ms(lambda net=net: net.score(poses, spans), times),
        }
    return found | {"agreement": _agreement(nets)}


def _spans(performance: Performance) -> list[Span]:
    """Return the repetitions that were done."""
    return [
        Span(cycle.start_s, cycle.peak_s, cycle.end_s, "both", 1.0)
        for cycle in performance.cycles
        if cycle.complete
    ]


def _agreement(nets: dict[str, CompiledNet]) -> dict[str, float]:
    """Return how often both precisions name the same, and how far they are apart."""
    apart, same = [], []
    for code in AGREED_ON:
        poses = observation.observe(perform(Scenario(code, 3)))
        one, two = (_shown(nets[precision], poses) for precision in PRECISIONS)
        apart.append(float(np.abs(one - two).max()))
        same.append(bool(one.argmax() == two.argmax()))
    return {"same_name": float(np.mean(same)), "largest_difference": max(apart)}


def _shown(net: CompiledNet, poses: PoseSequence) -> np.ndarray:
    return np.array(list(net.shown(poses).values()))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", action="append", default=[], metavar="NET")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    names = arguments.only or list(registry.METHODS)
    found = {
        "nets": {name: sizes_and_times(name, arguments.times) for name in names},
        "recognizer": recognizer(arguments.times),
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
