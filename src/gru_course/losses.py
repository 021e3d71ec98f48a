"""Losses per time step that leave the padding out.

Sequences of unequal length share a batch by padding; `mask` (B, T) is True at their real steps.
Averaged over padding too, the chorales' 9.89 nats turn into a "6.22" that no network of this size
with independent keys reaches.
"""

import math

import torch
from torch import Tensor, nn

NARROWEST = 0.01  # a Gaussian's standard deviation is at least this


def masked_mse(output: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """Mean squared error over the real time steps and all outputs.

    Shapes: output and target (B, T, O), mask (B, T) of bool, or None when every step is real.
    Raises ValueError when shapes disagree or no step is real. Taught in chapter 9.
    """
    output, target = _real_steps(output, target, mask)
    return nn.functional.mse_loss(output, target)


def bernoulli_nll(logits: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """Negative log-likelihood of independent on/off outputs: nats per time step, summed over keys.

    Shapes: logits and target (B, T, O), target 0 or 1, mask (B, T) of bool or None.
    Raises ValueError when shapes disagree or no step is real.

    Source: the music experiments of Chung et al. (2014), section 4.1. Taught in chapter 9.
    """
    logits, target = _real_steps(logits, target, mask)
    total = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="sum")
    return total / len(target)


def categorical_nll(logits: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """Negative log-likelihood of one class out of C: nats per real time step.

    Shapes: logits (B, T, C), target (B, T) of int64 from 0 to C - 1, mask (B, T) of bool or None.
    Raises ValueError when shapes disagree, a real step's class is none, or no step is real.
    Taught in chapter 14.
    """
    return nn.functional.cross_entropy(*_real_classes(logits, target, mask))


def accuracy(logits: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """The share of real time steps, 0 to 1, whose largest logit is that of the right class.

    Shapes and errors as in `categorical_nll`; of equal logits the first counts.
    """
    logits, target = _real_classes(logits, target, mask)
    return (logits.argmax(dim=-1) == target).to(logits.dtype).mean()


def gaussian_mixture_nll(output: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """Negative log-likelihood of K real numbers under a mixture of M Gaussians: nats per real step.

    Shapes: output (B, T, M (1 + 2 K)), target (B, T, K), mask (B, T) of bool or None. A step's
    outputs are M logits of the weights, M K means, and M K logarithms of standard deviations; 0.01
    is added to the deviations. Within a Gaussian the numbers are independent. Without that least
    width silence, which repeats one number, would be worth more the narrower it is guessed, without
    end.
    Raises ValueError when shapes disagree or no step is real.

    Source: the speech experiments of Chung et al. (2014), section 4, there with M = 20.
    """
    output, target = _mixture_steps(output, target, mask)
    size = target.shape[1]
    mixture = output.unflatten(1, (1 + 2 * size, -1)).transpose(1, 2)  # (N, M, 1 + 2 K)
    weight, mean, log_scale = mixture.split([1, size, size], dim=2)
    log_scale = torch.logaddexp(log_scale, log_scale.new_tensor(math.log(NARROWEST)))
    distance = (target[:, None] - mean) * torch.exp(-log_scale)
    each = 0.5 * distance.square() + log_scale + 0.5 * math.log(2 * math.pi)
    joint = nn.functional.log_softmax(weight[..., 0], dim=1) - each.sum(dim=2)
    return -torch.logsumexp(joint, dim=1).mean()


def log_odds(target: Tensor, mask: Tensor | None = None) -> Tensor:
    """The logits (O,) of a constant guess: log(p / (1 - p)), p the share of steps with the key on.

    Half a step on and half a step off are added to the counts, so that a key that never sounds
    gets a finite number; but for these the guess would fit `target` best. Shapes as in
    `bernoulli_nll`. As the bias of the head they spare the model the minutes in which it would
    learn that most keys are silent.
    """
    target, _ = _real_steps(target, target, mask)
    on = target.sum(dim=0) + 0.5
    off = (1 - target).sum(dim=0) + 0.5
    return torch.log(on / off)


def count_steps(target: Tensor, mask: Tensor | None = None) -> int:
    """How many time steps of a batch are real: of mask (B, T), or all of target (B, T, ...).

    Raises ValueError for a target with no time steps, such as one label for a whole sequence.
    """
    if target.dim() < 2:
        raise ValueError(
            f"target must have shape (B, T) or (B, T, O), an answer for each time step, "
            f"got {tuple(target.shape)}"
        )
    return target.shape[0] * target.shape[1] if mask is None else int(mask.sum())


def _real_steps(output: Tensor, target: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """Both tensors as (N, O), one row for each real step; chosen first, so padding may hold NaN."""
    _check_output(output)
    if target.shape != output.shape:
        raise ValueError(
            f"target must have the output's shape {tuple(output.shape)}, got {tuple(target.shape)}"
        )
    return _choose(output, mask), _choose(target, mask).to(output.dtype)


def _real_classes(logits: Tensor, target: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """The logits (N, C) and the classes (N,) of the real steps; any number may pad the classes."""
    _check_output(logits)
    if target.dtype != torch.int64 or target.shape != logits.shape[:2]:
        raise ValueError(
            f"target must be int64 of shape {tuple(logits.shape[:2])}, "
            f"got {target.dtype} of shape {tuple(target.shape)}"
        )
    target, classes = _choose(target, mask), logits.shape[2]
    if target.min() < 0 or target.max() >= classes:
        raise ValueError(
            f"target must hold classes from 0 to {classes - 1} at real steps, "
            f"got {target.min()} to {target.max()}"
        )
    return _choose(logits, mask), target


def _mixture_steps(output: Tensor, target: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """The outputs (N, M (1 + 2 K)) and the numbers (N, K) of the real steps."""
    _check_output(output)
    if target.dim() != 3 or target.shape[:2] != output.shape[:2] or not target.shape[2]:
        raise ValueError(
            f"target must have shape ({output.shape[0]}, {output.shape[1]}, K), "
            f"got {tuple(target.shape)}"
        )
    size = 1 + 2 * target.shape[2]
    if output.shape[2] % size:
        raise ValueError(
            f"output must have M * {size} columns, a weight and {target.shape[2]} means and "
            f"deviations for each of M Gaussians, got {output.shape[2]}"
        )
    return _choose(output, mask), _choose(target, mask).to(output.dtype)


def _check_output(output: Tensor) -> None:
    if output.dim() != 3 or 0 in output.shape:
        raise ValueError(f"output must have shape (B, T, O), all > 0, got {tuple(output.shape)}")


def _choose(steps: Tensor, mask: Tensor | None) -> Tensor:
    """The real steps of (B, T, ...) in one row after the other, (N, ...)."""
    if mask is None:
        return steps.flatten(0, 1)
    if mask.dtype != torch.bool or mask.shape != steps.shape[:2]:
        raise ValueError(
            f"mask must be bool of shape {tuple(steps.shape[:2])}, "
            f"got {mask.dtype} of shape {tuple(mask.shape)}"
        )
    if not mask.any():
        raise ValueError("mask must be True at one step at least, got False everywhere")
    return steps[mask]
