"""What is not labeled does not count."""

import torch

from recognition.nets.base import Logits
from recognition.training.loss import form_of, joint_loss


def logits():
    return Logits(torch.randn(4, 3), torch.randn(4, 3), torch.randn(4, 2))


def test_form_is_judged_by_the_exercise_that_is_done():
    form = torch.arange(6.0).reshape(2, 3)

    assert form_of(form, torch.tensor([2, 0])).tolist() == [2.0, 3.0]


def test_unknown_labels_change_nothing():
    said, exercise = logits(), torch.tensor([0, 1, 2, 0])
    unknown = torch.full((4, 2), -1)
    correct = torch.tensor([1, -1, 0, -1])
    other = said._replace(mistakes=said.mistakes + 3.0)

    one = joint_loss(said, exercise, correct, unknown)

    assert torch.equal(one, joint_loss(other, exercise, correct, unknown))


def test_a_known_mistake_counts():
    said, exercise = logits(), torch.tensor([0, 1, 2, 0])
    known = torch.tensor([[1, -1]] * 4)
    other = said._replace(mistakes=said.mistakes + 3.0)
    correct = torch.full((4,), -1)

    assert not torch.equal(
        joint_loss(said, exercise, correct, known),
        joint_loss(other, exercise, correct, known),
    )
