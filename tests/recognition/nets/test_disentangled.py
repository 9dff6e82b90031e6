"""Motion apart from body and view."""

import torch

from recognition.nets import disentangled, graph

PARENTS = torch.tensor(graph.of(20).parents)


def test_a_turn_keeps_every_length_and_the_height():
    poses = torch.randn(2, 5, 20, 3)

    turned = disentangled.turned(poses, torch.tensor([0.4, -1.2]))

    torch.testing.assert_close(turned.norm(dim=-1), poses.norm(dim=-1))
    torch.testing.assert_close(turned[..., 1], poses[..., 1])


def test_another_build_keeps_every_direction():
    poses = torch.randn(1, 3, 20, 3)
    sizes = torch.rand(1, 20) + 0.5

    built = disentangled.stretched(poses, PARENTS, sizes)

    bones = poses - poses[:, :, PARENTS]
    torch.testing.assert_close(
        built - built[:, :, PARENTS],
        bones * sizes[:, None, :, None],
        atol=1e-5,
        rtol=1e-5,
    )


def test_the_logits_come_from_the_motion_alone():
    net = disentangled.Disentangled(disentangled.SMALL).eval()
    poses, mask = torch.randn(2, 16, 20, 3), torch.ones(2, 16, 20, dtype=torch.bool)
    before = net(poses, mask).form
    with torch.no_grad():
        for part in (net.body, net.view, net.decoder):
            for parameter in part.parameters():
                parameter.normal_()

    torch.testing.assert_close(net(poses, mask).form, before)
