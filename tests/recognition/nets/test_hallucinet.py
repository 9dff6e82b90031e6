"""Teacher and student."""

from dataclasses import replace

import torch

from recognition.nets import hallucinet


def test_a_guess_that_equals_the_finding_costs_nothing():
    features = torch.randn(4, 8)

    assert hallucinet.hallucination(features, features) == 0


def test_scale_beyond_the_sigmoid_does_not_matter():
    assert hallucinet.hallucination(torch.tensor(50.0), torch.tensor(500.0)) < 1e-12


def test_the_teacher_follows_slowly_and_is_not_trained():
    net = hallucinet.HalluciNet(replace(hallucinet.SMALL, dropout=0.0)).train()
    poses, mask = torch.randn(4, 10, 20, 3), torch.ones(4, 10, 20, dtype=torch.bool)
    before = net.teacher.time.entry.weight.clone()
    with torch.no_grad():
        net.student.time.entry.weight.add_(1.0)

    torch.autograd.backward(net.auxiliary(poses, mask))

    moved = net.teacher.time.entry.weight - before
    assert torch.allclose(moved, torch.full_like(moved, 0.01), atol=1e-5)
    assert all(p.grad is None for p in net.teacher.parameters())
