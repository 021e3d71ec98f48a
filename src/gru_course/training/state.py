"""All that changes while a model is trained."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from gru_course.training.config import History, TrainingConfig
from gru_course.training.optimisers import make_optimizer


@dataclass
class TrainingState:
    """A model in training; `best` holds the weights of the best epoch so far."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    history: History
    best: dict[str, Tensor]

    @classmethod
    def begin(cls, model: nn.Module, config: TrainingConfig) -> "TrainingState":
        """The state before the first epoch."""
        return cls(model, make_optimizer(model, config), History(), copy_weights(model))


def copy_weights(model: nn.Module) -> dict[str, Tensor]:
    """The model's weights as they are now."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
