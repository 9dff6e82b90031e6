"""Graph nets: what they start from, how far they reach, and people side by side."""

from dataclasses import replace

import pytest
import torch

from recognition.nets import ctr_gcn, graph, ms_g3d, registry

COCO = 17


@pytest.mark.parametrize("name", ["ctr_gcn", "ms_g3d"])
def test_two_people_in_either_order_are_the_same(name):
    config = registry.config_of(name, joints=COCO, persons=2)
    net = registry.build(name, config).eval()
    # What scales the input learns each person's place; here nothing was learned.
    one, other = torch.randn(2, 3, 16, COCO, 3)
    mask = torch.ones(3, 16, 2 * COCO, dtype=torch.bool)

    with torch.no_grad():
        first = net(torch.cat([one, other], dim=2), mask)
        second = net(torch.cat([other, one], dim=2), mask)
        alone = net(torch.cat([one, one], dim=2), mask)

    torch.testing.assert_close(first.exercise, second.exercise)
    assert not torch.allclose(first.exercise, alone.exercise, atol=1e-6)


def test_the_topology_of_every_channel_starts_as_the_skeleton():
    part = ctr_gcn.Relations(4, 6)
    x, seen = torch.randn(2, 4, 8, COCO), torch.ones(2, 8, dtype=torch.bool)
    adjacency = torch.tensor(graph.spatial(COCO)[1], dtype=torch.float32).T

    start = part(x, seen, adjacency, torch.zeros(1))
    refined = part(x, seen, adjacency, torch.ones(1))

    skeleton = torch.einsum("uv,nctv->nctu", adjacency, part.value(x))
    torch.testing.assert_close(start, skeleton)
    assert not torch.allclose(refined, skeleton, atol=1e-3)


@pytest.mark.parametrize("scales", [1, 2, 4])
def test_a_joint_is_reached_from_as_many_steps_as_there_are_scales(scales):
    layer = ms_g3d.Scales(3, 5, graph.of(COCO).adjacency(), scales).eval()
    torch.nn.init.zeros_(layer.learned)
    x = torch.randn(1, 3, 4, COCO)
    moved = x.clone()
    moved[..., 9] += 1.0

    with torch.no_grad():
        changed = (layer.mix(near(layer, moved)) - layer.mix(near(layer, x))).abs()

    steps = graph.of(COCO).distances()[9]
    reached = changed.amax(dim=(0, 1, 2)) > 1e-5
    assert reached.tolist() == (steps < scales).tolist()


def near(layer, x):
    """Return the joints at every distance side by side, before they are mixed."""
    weights = layer.rings + layer.learned
    return torch.einsum("kvu,nctu->nkctv", weights, x).flatten(1, 2)


def test_a_window_sees_the_frames_beside_and_no_others():
    config = replace(ms_g3d.SMALL, joints=COCO)
    window = ms_g3d.Window(3, 8, config, 3, 1).eval()
    x, seen = torch.randn(1, 3, 9, COCO), torch.ones(1, 9, dtype=torch.bool)
    moved = x.clone()
    moved[:, :, 4] += 1.0

    with torch.no_grad():
        changed = (window(moved, seen) - window(x, seen)).abs().amax(dim=(0, 1, 3))

    assert (changed > 1e-5).nonzero().flatten().tolist() == [3, 4, 5]
