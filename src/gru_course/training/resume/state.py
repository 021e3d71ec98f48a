"""A training run that can be put down and taken up again, bit for bit."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from gru_course.training.config import History, TrainingConfig
from gru_course.training.optimisers import make_optimizer
from gru_course.training.resume.checkpoints import (
    Checkpoint,
    CheckpointError,
    read_newest,
    write_checkpoint,
)
from gru_course.training.resume.same_run import check_same_run, check_same_shapes, weights_of


@dataclass
class TrainingState:
    """All that changes while training; `best` holds the weights of the best epoch so far.

    identity: what `identity.describe_run` says of the run; only a run that is saved needs it.
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    history: History
    best: dict[str, Tensor]
    identity: dict = field(default_factory=dict)

    @classmethod
    def begin(cls, model: nn.Module, config: TrainingConfig) -> "TrainingState":
        """The state before the first epoch."""
        return cls(model, make_optimizer(model, config), History(), copy_weights(model))

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor by one name: "model.weight", "best.weight", "moment.exp_avg.weight"."""
        tensors = {f"model.{name}": tensor for name, tensor in self.model.state_dict().items()}
        tensors |= {f"best.{name}": tensor for name, tensor in self.best.items()}
        for name, parameter in self.model.named_parameters():
            moments = self.optimizer.state.get(parameter, {})
            tensors |= {f"moment.{kind}.{name}": moment for kind, moment in moments.items()}
        return tensors

    def restore(self, checkpoint: Checkpoint) -> None:
        """Become the state that this checkpoint was taken from, of the run that it is of."""
        self.model.load_state_dict(weights_of(checkpoint, "model"))
        self.best = weights_of(checkpoint, "best")
        self.history = History(**checkpoint.about["history"])
        self.identity["initial_weights"] = checkpoint.about["initial_weights"]
        parameters = dict(self.model.named_parameters())
        for key, tensor in checkpoint.tensors.items():
            if key.startswith("moment."):
                _, kind, name = key.split(".", maxsplit=2)
                # torch counts the steps on the CPU, wherever the weights are
                device = "cpu" if kind == "step" else parameters[name].device
                self.optimizer.state[parameters[name]][kind] = tensor.to(device)


def copy_weights(model: nn.Module) -> dict[str, Tensor]:
    """The model's weights as they are now."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


def save_state(folder: Path, state: TrainingState) -> None:
    """Write a checkpoint of `state`, named after the epochs that it has behind it."""
    about = state.identity | {"history": asdict(state.history)}
    write_checkpoint(folder, len(state.history), state.tensors(), about)


def resume_state(folder: Path, state: TrainingState) -> None:
    """Take up the newest checkpoint in `folder`; with none there, save `state` as the first.

    Raises CheckpointError when the checkpoint is damaged, is of another run, or has more epochs
    behind it than this run is to have. Only `epochs` may differ: more of them make a finished run
    longer.
    """
    checkpoint = read_newest(folder)
    if checkpoint is None:
        save_state(folder, state)  # the initial weights belong to the run
        return
    check_same_run(checkpoint, state.identity, state.model)
    done = len(checkpoint.about["history"]["valid_loss"])
    epochs = state.identity["config"]["epochs"]
    if done > epochs:
        raise CheckpointError(
            f"epochs must be at least the {done} that checkpoint {checkpoint.path} has "
            f"behind it, got {epochs}"
        )
    state.restore(checkpoint)


def load_best(model: nn.Module, checkpoint_dir: str | Path) -> History:
    """Put the best weights of the run in checkpoint_dir into `model`; return the run's history.

    Raises CheckpointError when there is no checkpoint, when the newest is damaged, or when the
    weights' shapes are not the model's.
    """
    checkpoint = read_newest(Path(checkpoint_dir))
    if checkpoint is None:
        raise CheckpointError(f"checkpoint_dir must hold a checkpoint, {checkpoint_dir} has none")
    check_same_shapes(checkpoint, model)
    model.load_state_dict(weights_of(checkpoint, "best"))
    return History(**checkpoint.about["history"])
