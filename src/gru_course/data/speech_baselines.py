"""What the next samples cost a guesser without a network: nats per step of ten samples.

Each fits its numbers on train and is measured on test, as densities of normalised samples, in which
a Gaussian is never narrower than `losses.NARROWEST`: like the models'.
"""

import math

import torch
from torch import Tensor

from gru_course.data.speech import Frames
from gru_course.losses import NARROWEST


def one_gaussian(train: Frames, test: Frames) -> float:
    """One Gaussian for every sample, whatever was heard."""
    return _cost(train.y - train.y.mean(), test.y - train.y.mean(), together=True)


def persistence(train: Frames, test: Frames) -> float:
    """The last sample heard goes on; each of the ten steps ahead has its own spread."""
    return _cost(*(frames.y - frames.x[..., -1:] for frames in (train, test)))


def linear_prediction(train: Frames, test: Frames) -> float:
    """Each next sample is a weighted sum of those heard, by least squares; spread as above.

    The classical model of speech, and hard to beat: what a network gains on it, it owes to what is
    not linear or not within the last 20 samples.
    """
    heard, wanted = (part.flatten(0, 1).double() for part in train)
    weights = torch.linalg.lstsq(_with_one(heard), wanted).solution
    return _cost(*(frames.y - _with_one(frames.x.double()) @ weights for frames in (train, test)))


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def _cost(train_errors: Tensor, test_errors: Tensor, *, together: bool = False) -> float:
    """Nats per step of Gaussian errors whose spread, per column or together, fits train."""
    squares = train_errors.double().square()
    spread = squares.mean() if together else squares.mean(dim=(0, 1))
    scale = spread.sqrt().clamp(min=NARROWEST)
    nats = 0.5 * (test_errors.double() / scale).square() + scale.log()
    return (nats + 0.5 * math.log(2 * math.pi)).sum(dim=-1).mean().item()
