"""What holds for every net, whatever its method."""

from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from recognition.nets import registry
from recognition.nets.base import Outputs, parameters_of

NETS = sorted(registry.METHODS)

# Our own counts of the published sizes that `methods.md` gives none for, frozen; those
# with a published count are tested beside their method.
OWN_COUNTS = {
    "aia": 10_603_540,
    "cnn_lstm": 10_681_988,
    "disentangled": 403_016,
    "hallucinet": 4_548_628,
    "tdn": 894_388,
    "temporal_preservation": 1_879_575,
    "tsn": 2_174_484,
    "two_stream": 2_822_184,
}


def small(name, **changes):
    config = registry.config_of(name, **changes)
    return registry.build(name, config)


def poses(number=2, frames=24, joints=20):
    return torch.randn(number, frames, joints, 3), torch.ones(
        number, frames, joints, dtype=torch.bool
    )


@pytest.mark.parametrize("name", NETS)
def test_the_small_size_fits_the_product(name):
    assert parameters_of(small(name)) <= 600_000


@pytest.mark.parametrize("name", sorted(OWN_COUNTS))
def test_the_published_size_keeps_its_parameters(name):
    net = registry.build(name, registry.config_of(name, "original"))

    assert parameters_of(net) == OWN_COUNTS[name]


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("joints", [17, 20, 25, 33])
def test_any_skeleton_gives_one_logit_a_label(name, joints):
    changes = {"unseen": ()} if name == "lite" else {}
    outputs = Outputs(7, 5, 3, frames=2 if name == "temporal_preservation" else 0)
    net = small(name, joints=joints, outputs=outputs, **changes).eval()

    with torch.no_grad():
        logits = net(*poses(joints=joints))

    assert logits.exercise.shape == (2, 7)
    assert logits.form.shape == (2, 5)
    assert logits.mistakes.shape == (2, 3)


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("frames", [1, 2, 7, 300])
def test_any_length_gives_finite_logits_for_a_single_clip(name, frames):
    net = small(name).eval()
    if frames == 300 and name in {"i3d", "pose_conv3d"}:
        frames = 120  # a volume of 300 pictures is the same code, only slow

    with torch.no_grad():
        logits = net(*poses(1, frames))

    assert torch.isfinite(logits.exercise).all()


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("frames", [16, 19])
def test_padding_changes_nothing(name, frames):
    net = awake(small(name)).eval()
    x, mask = poses(2, frames)
    more, none = torch.randn(2, 13, 20, 3), torch.zeros(2, 13, 20, dtype=torch.bool)

    with torch.no_grad():
        alone = net(x, mask)
        padded = net(torch.cat([x, more], 1), torch.cat([mask, none], 1))

    torch.testing.assert_close(padded.exercise, alone.exercise, atol=2e-4, rtol=2e-4)
    torch.testing.assert_close(padded.form, alone.form, atol=2e-4, rtol=2e-4)


@pytest.mark.parametrize("name", NETS)
def test_what_was_not_seen_is_not_looked_at(name):
    net = awake(small(name)).eval()
    x, mask = poses()
    mask[:, :, 4] = False
    other = x.clone()
    other[:, :, 4] = torch.randn(2, 24, 3)

    with torch.no_grad():
        one, two = net(x, mask), net(other, mask)

    torch.testing.assert_close(one.exercise, two.exercise)


@pytest.mark.parametrize("name", NETS)
def test_nobody_in_sight_gives_finite_logits(name):
    net = small(name).eval()
    x, mask = poses()

    with torch.no_grad():
        logits = net(x * 0.0, torch.zeros_like(mask))

    assert torch.isfinite(logits.exercise).all()
    assert torch.isfinite(logits.form).all()


@pytest.mark.parametrize("name", NETS)
def test_every_parameter_gets_a_gradient(name):
    outputs = Outputs(4, 4, 2, frames=3 if name == "temporal_preservation" else 0)
    net = awake(small(name, outputs=outputs)).train()
    x, mask = poses(6)

    logits = net(x, mask)
    parts = [logits.exercise, logits.form, logits.mistakes]
    parts += [] if logits.frames is None else [logits.frames]
    loss = sum((part**2).sum() for part in parts) + net.auxiliary(x, mask)
    torch.autograd.backward(loss)

    silent = [
        key
        for key, parameter in net.named_parameters()
        if parameter.requires_grad
        and (parameter.grad is None or not parameter.grad.abs().sum() > 0)
    ]
    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NETS)
def test_twenty_clips_are_learned_by_heart(name):
    torch.manual_seed(1)
    config = registry.config_of(name, outputs=Outputs(4, 0))
    still = {"dropout": 0.0} | ({"hidden": 0.0} if name == "hallucinet" else {})
    net = registry.build(name, replace(config, **still))
    labels = torch.arange(20) % 4
    kinds = torch.randn(4, 1, 20, 3)
    x = kinds[labels] * torch.linspace(-1, 1, 12)[:, None, None] + 0.3 * torch.randn(
        20, 12, 20, 3
    )
    mask = torch.ones(x.shape[:3], dtype=torch.bool)
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)

    for step in range(200):
        optimizer.zero_grad()
        loss = functional.cross_entropy(net.train()(x, mask).exercise, labels)
        loss.backward()
        optimizer.step()
        if step % 10 == 9 and is_learned(net, x, mask, labels):
            break

    assert is_learned(net, x, mask, labels)


@torch.no_grad()
def is_learned(net, x, mask, labels):
    return bool((net.eval()(x, mask).exercise.argmax(1) == labels).all())


def test_an_unknown_net_is_refused_with_what_to_do():
    with pytest.raises(registry.UnknownNet) as caught:
        registry.config_of("nonesuch")

    assert "recognize train" in caught.value.what_to_do


def awake(net):
    """Move every parameter a little: some start at zero and hide what follows."""
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return net
