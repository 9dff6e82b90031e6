"""The loss of all tasks together; what is not labeled does not count."""

import torch
from torch import Tensor
from torch.nn import functional

from recognition.nets.base import Logits


def joint_loss(
    logits: Logits,
    exercise: Tensor,
    correct: Tensor,
    mistakes: Tensor,
    phases: Tensor | None = None,
) -> Tensor:
    """Return the mean loss of exercise, form, mistakes and phases (N, T).

    Form is judged by the logit of the exercise that is done.
    """
    total = functional.cross_entropy(logits.exercise, exercise, label_smoothing=0.05)
    if logits.form.shape[1]:
        total = total + _binary(form_of(logits.form, exercise), correct)
    if logits.mistakes.shape[1]:
        total = total + _binary(logits.mistakes, mistakes)
    if logits.frames is not None and phases is not None and phases.shape[1]:
        by_frame = logits.frames.flatten(0, 1)
        total = total + functional.cross_entropy(by_frame, phases.flatten())
    return total


def form_of(form: Tensor, exercise: Tensor) -> Tensor:
    """Return the form logit (N,) of each repetition's own exercise."""
    if form.shape[1] == 1:
        return form[:, 0]
    return form.gather(1, exercise[:, None])[:, 0]


def _binary(logits: Tensor, claims: Tensor) -> Tensor:
    """Return the cross entropy over known claims (1, 0; negative = unknown)."""
    known = (claims >= 0).to(logits.dtype)
    loss = functional.binary_cross_entropy_with_logits(
        logits, claims.clamp(min=0).to(logits.dtype), reduction="none"
    )
    return (loss * known).sum() / torch.clamp(known.sum(), min=1.0)
