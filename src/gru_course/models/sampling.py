"""From a model's outputs to the next input: chance with a temperature, for `models.forecast`.

A temperature divides the logits. 1 draws as the model predicts; towards 0 the most probable is
taken more and more often, above 1 the improbable gets its turn.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from gru_course.validation import positive_number

Draw = Callable[[Tensor], Tensor]


def draw_keys(generator: torch.Generator, temperature: float = 1.0) -> Draw:
    """Draw each key by itself: logits (..., K) become 0 or 1 of the same shape.

    generator: on the CPU, so that a seed gives the same music on every device.
    Raises ValueError when temperature is not above 0, and later when a logit is nan.
    Taught in chapter 14.
    """
    positive_number("temperature", temperature)

    def draw(logits: Tensor) -> Tensor:
        _check(logits)
        probability = torch.sigmoid(logits / temperature)
        chance = torch.rand(logits.shape, generator=generator, dtype=logits.dtype)
        return (chance.to(logits.device) < probability).to(logits.dtype)

    return draw


def draw_class(generator: torch.Generator, temperature: float = 1.0) -> Draw:
    """Draw one class a step: logits (..., C) become one-hot rows of the same shape.

    generator: on the CPU, so that a seed gives the same text on every device.
    Raises ValueError when temperature is not above 0, and later when a logit is nan.
    Taught in chapter 14.
    """
    positive_number("temperature", temperature)

    def draw(logits: Tensor) -> Tensor:
        _check(logits)
        # the largest of logits with Gumbel noise is a draw from their softmax
        chance = torch.rand(logits.shape, generator=generator, dtype=torch.float64)
        noise = -torch.log(-torch.log(chance)).to(logits.device)
        chosen = (logits / temperature + noise).argmax(dim=-1)
        return one_hot(chosen, logits.shape[-1]).to(logits.dtype)

    return draw


def _check(logits: Tensor) -> None:
    """Nothing can be drawn where a logit is no number: a model that came apart would go unseen."""
    if logits.isnan().any():
        raise ValueError("logits must be numbers, got nan")
