"""What the next samples cost a guesser without a network: nats per step of ten samples.

Each fits its numbers on train and is measured on test, both normalised. Its Gaussians are never
narrower than `losses.NARROWEST`, like those of a model's mixture.
"""

import math

import torch
from torch import Tensor

from gru_course.data.speech.windows import Frames
from gru_course.losses import NARROWEST

LEVELS = 10  # of loudness, each as frequent in train


def one_gaussian(train: Frames, test: Frames) -> float:
    """One Gaussian for every sample, whatever was heard."""
    mean = train.y.double().mean()
    spread = train.y.double().std(correction=0)
    return _cost(test.y - mean, spread)


def persistence(train: Frames, test: Frames) -> float:
    """The last sample heard goes on; how surely, depends on how loud the heard ones are."""
    errors = [frames.y.double() - frames.x[..., -1:] for frames in (train, test)]
    return _cost_by_loudness(train, test, *errors)


def linear_prediction(train: Frames, test: Frames) -> float:
    """Each next sample is a weighted sum of those heard, by least squares; spread as above.

    The classical model of speech: what a network gains on it, it owes to what is not linear or not
    within the last 20 samples.
    """
    heard, wanted = (part.flatten(0, 1).double() for part in train)
    weights = torch.linalg.lstsq(_with_one(heard), wanted).solution
    errors = [frames.y - _with_one(frames.x.double()) @ weights for frames in (train, test)]
    return _cost_by_loudness(train, test, *errors)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def _cost_by_loudness(
    train: Frames, test: Frames, train_errors: Tensor, test_errors: Tensor
) -> float:
    """Let the spread of every sample ahead fit train, for each level of loudness on its own."""
    loudness = train.x.std(dim=-1)
    ordered = loudness.flatten().sort().values
    edges = ordered[[len(ordered) * level // LEVELS for level in range(1, LEVELS)]]
    levels = torch.bucketize(loudness, edges)
    overall = train_errors.square().mean(dim=(0, 1)).sqrt()
    spread = torch.stack(
        [
            train_errors[levels == level].square().mean(dim=0).sqrt()
            if (levels == level).any()
            else overall
            for level in range(LEVELS)
        ]
    )
    return _cost(test_errors, spread[torch.bucketize(test.x.std(dim=-1), edges)])


def _cost(errors: Tensor, spread: Tensor) -> float:
    """Nats per step of Gaussian errors (N, T, 10)."""
    scale = spread.clamp(min=NARROWEST)
    nats = 0.5 * (errors / scale).square() + scale.log() + 0.5 * math.log(2 * math.pi)
    return nats.sum(dim=-1).mean().item()
