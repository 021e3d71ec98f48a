"""How gradients become steps: Adam, or RMSProp with noise on the weights as in the first papers.

Source: Graves (2013), section 2.1, for a momentum of 0.9 beside RMSProp; Graves (2011) for the
noise. Chung et al. (2014), section 4.2, use both names without saying more of the momentum.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import nn

from gru_course.training.config import TrainingConfig

# By the names in `config.OPTIMIZER_NAMES`.
OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "adam": torch.optim.Adam,
    "rmsprop": partial(torch.optim.RMSprop, momentum=0.9),
}


def make_optimizer(model: nn.Module, config: TrainingConfig) -> torch.optim.Optimizer:
    """The config's optimiser at its learning rate, for all weights of the model."""
    return OPTIMIZERS[config.optimizer](model.parameters(), lr=config.learning_rate)


@contextmanager
def noisy_weights(model: nn.Module, deviation: float) -> Iterator[None]:
    """Inside: Gaussian noise is added to every weight; afterwards each is as it was, bit for bit.

    deviation: of the noise, which torch's global generator draws on the CPU; 0 draws nothing. A
    gradient taken inside is that at the noisy weights.
    """
    if not deviation:
        yield
        return
    clean = [parameter.detach().clone() for parameter in model.parameters()]
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, dtype=parameter.dtype)
            parameter.add_(noise.to(parameter.device), alpha=deviation)
    try:
        yield
    finally:
        with torch.no_grad():
            for parameter, before in zip(model.parameters(), clean, strict=True):
                parameter.copy_(before)
