"""A training run that can be put down and taken up again, bit for bit."""

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from gru_course.checkpoints import Checkpoint, CheckpointError, read_newest, write_checkpoint
from gru_course.runs import History, TrainingConfig


@dataclass
class TrainingState:
    """All that changes while training; `best` holds the weights of the best epoch so far."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    history: History
    best: dict[str, Tensor]

    @classmethod
    def begin(cls, model: nn.Module, config: TrainingConfig) -> "TrainingState":
        """The state before the first epoch."""
        optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
        return cls(model, optimizer, History(), copy_weights(model))

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor of the state under one name: "model.", "best." or "adam." and its own."""
        tensors = {f"model.{name}": tensor for name, tensor in self.model.state_dict().items()}
        tensors |= {f"best.{name}": tensor for name, tensor in self.best.items()}
        for name, parameter in self.model.named_parameters():
            moments = self.optimizer.state.get(parameter, {})
            tensors |= {f"adam.{kind}.{name}": moment for kind, moment in moments.items()}
        return tensors

    def restore(self, tensors: dict[str, Tensor], history: History) -> None:
        """Become the state that these tensors and this history were taken from."""
        weights = {part: {} for part in ("model", "best")}
        for key, tensor in tensors.items():
            part, _, name = key.partition(".")
            if part in weights:
                weights[part][name] = tensor
        self.model.load_state_dict(weights["model"])
        self.best = weights["best"]
        self.history = history
        for name, parameter in self.model.named_parameters():
            for kind in ("step", "exp_avg", "exp_avg_sq"):
                moment = tensors.get(f"adam.{kind}.{name}")
                if moment is not None:  # Adam counts its steps on the CPU, wherever the weights are
                    device = "cpu" if kind == "step" else parameter.device
                    self.optimizer.state[parameter][kind] = moment.to(device)


def copy_weights(model: nn.Module) -> dict[str, Tensor]:
    """The model's weights as they are now."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


def save_state(folder: Path, state: TrainingState, config: TrainingConfig, loss) -> None:
    """Write a checkpoint of `state`, named after the epochs that it has behind it."""
    about = describe_run(state.model, config, loss) | {"history": asdict(state.history)}
    write_checkpoint(folder, len(state.history), state.tensors(), about)


def resume_state(folder: Path, state: TrainingState, config: TrainingConfig, loss) -> bool:
    """Take up the newest checkpoint in `folder`; False when there is none.

    Raises CheckpointError when it is damaged, or when it comes from a run of another model, config
    or loss. Only `epochs` may differ: more of them make a finished run longer.
    """
    checkpoint = read_newest(folder)
    if checkpoint is None:
        return False
    _check_same_run(checkpoint, describe_run(state.model, config, loss))
    _check_same_shapes(checkpoint, state.model)
    history = History(**checkpoint.about["history"])
    if len(history) > config.epochs:
        raise CheckpointError(
            f"epochs must be at least the {len(history)} that checkpoint {checkpoint.path} has "
            f"behind it, got {config.epochs}"
        )
    state.restore(checkpoint.tensors, history)
    return True


def describe_run(model: nn.Module, config: TrainingConfig, loss) -> dict:
    """What must be equal for a run to be the same run, in words that JSON can hold."""
    dtype = str(next(model.parameters()).dtype)
    return {
        "model": {"class": type(model).__name__, "dtype": dtype, **getattr(model, "settings", {})},
        "config": asdict(config),
        "loss": getattr(loss, "__name__", type(loss).__name__),
    }


def _check_same_run(checkpoint: Checkpoint, ours: dict) -> None:
    theirs = checkpoint.about
    pairs = {"loss": (theirs["loss"], ours["loss"])}
    for part in ("model", "config"):
        for name in theirs[part] | ours[part]:
            pairs[f"{part} {name}"] = (theirs[part].get(name), ours[part].get(name))
    del pairs["config epochs"]
    for name, (saved, here) in pairs.items():
        if saved != here:
            raise CheckpointError(
                f"checkpoint {checkpoint.path} is of another run: "
                f"its {name} is {saved!r}, here it is {here!r}"
            )


def _check_same_shapes(checkpoint: Checkpoint, model: nn.Module) -> None:
    """For models without `settings`, and for layers changed since the checkpoint was written."""
    ours = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    theirs = {
        name.removeprefix("model."): tuple(tensor.shape)
        for name, tensor in checkpoint.tensors.items()
        if name.startswith("model.")
    }
    for name in theirs | ours:
        saved, here = theirs.get(name, "absent"), ours.get(name, "absent")
        if saved != here:
            raise CheckpointError(
                f"checkpoint {checkpoint.path} does not fit the model: "
                f"{name} is {saved} there and {here} here"
            )
