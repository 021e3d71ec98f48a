"""What makes a run the same run: a checkpoint goes on where all of this is equal."""

import functools
from collections.abc import Callable
from dataclasses import asdict

from torch import Tensor, nn

from gru_course.data.batching import Data
from gru_course.training.config import TrainingConfig
from gru_course.training.resume.checkpoints import Checkpoint, CheckpointError
from gru_course.training.resume.fingerprints import data_fingerprint, fingerprint

REMEDY = "choose another checkpoint_dir"


def describe_run(
    model: nn.Module, train_data: Data, valid_data: Data, config: TrainingConfig, loss: Callable
) -> dict:
    """The run that would begin with `model` as it is now, in words that JSON can hold.

    Raises ValueError for a loss that cannot be told from another one, or for data that are not
    the same when asked for twice.
    """
    seed = config.epoch_seed(1)
    dtype = str(next(model.parameters()).dtype)
    return {
        "model": {"class": type(model).__name__, "dtype": dtype, **getattr(model, "settings", {})},
        "config": asdict(config),
        "loss": describe_loss(loss),
        "train_data": data_fingerprint(
            "train_data", train_data, config.batch_size, seed=seed, shuffle=True
        ),
        "valid_data": data_fingerprint("valid_data", valid_data, 64, seed=0, shuffle=False),
        "initial_weights": fingerprint(model.state_dict()),
    }


def describe_loss(loss: object) -> str:
    """The name of a function, with its arguments where it is a `functools.partial`.

    Raises ValueError for what has no name of its own, such as a lambda.
    """
    if isinstance(loss, functools.partial):
        arguments = [describe_loss(value) for value in loss.args]
        arguments += [f"{name}={describe_loss(value)}" for name, value in loss.keywords.items()]
        return f"{describe_loss(loss.func)}({', '.join(arguments)})"
    if isinstance(loss, Tensor):
        return f"Tensor {fingerprint({'': loss})}"
    name = getattr(loss, "__name__", repr(loss))
    if name == "<lambda>" or " at 0x" in name:
        raise ValueError(
            f"loss must be recognised when its run is resumed: define it with a name (def), or as "
            f"a functools.partial of plain values, got {loss!r}"
        )
    return name


def check_same_run(checkpoint: Checkpoint, ours: dict, model: nn.Module) -> None:
    """Raise CheckpointError unless `checkpoint` is of the run that `ours` describes.

    The number of epochs may differ, and the model may hold the run's initial weights or those
    that the run left in it.
    """
    theirs = checkpoint.about
    pairs = {"loss": (theirs["loss"], ours["loss"])}
    for part in ("model", "config"):
        for name in theirs[part] | ours[part]:
            pairs[f"{part} {name}"] = (theirs[part].get(name), ours[part].get(name))
    del pairs["config epochs"]
    for name, (saved, here) in pairs.items():
        if saved != here:
            _refuse(checkpoint, f"its {name} is {saved!r}, here it is {here!r}; {REMEDY}")
    for name in ("train_data", "valid_data"):
        if theirs[name] != ours[name]:
            _refuse(checkpoint, f"its {name} had other numbers; {REMEDY}")

    check_same_shapes(checkpoint, model)
    known = {fingerprint(weights_of(checkpoint, part)) for part in ("model", "best")}
    if ours["initial_weights"] not in known | {theirs["initial_weights"]}:
        _refuse(
            checkpoint,
            f"its initial weights were others; build the model with that run's seed, give it that "
            f"run's weights with training.resume.state.load_best, or {REMEDY}",
        )


def check_same_shapes(checkpoint: Checkpoint, model: nn.Module) -> None:
    """For models without `settings`, and for layers changed since the checkpoint was written."""
    ours = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    weights = weights_of(checkpoint, "model")
    theirs = {name: tuple(tensor.shape) for name, tensor in weights.items()}
    for name in theirs | ours:
        saved, here = theirs.get(name, "absent"), ours.get(name, "absent")
        if saved != here:
            raise CheckpointError(
                f"checkpoint {checkpoint.path} does not fit the model: "
                f"{name} is {saved} there and {here} here"
            )


def weights_of(checkpoint: Checkpoint, part: str) -> dict[str, Tensor]:
    """The weights that the run had last ("model") or in its best epoch so far ("best")."""
    prefix = part + "."
    return {
        key.removeprefix(prefix): tensor
        for key, tensor in checkpoint.tensors.items()
        if key.startswith(prefix)
    }


def _refuse(checkpoint: Checkpoint, reason: str) -> None:
    raise CheckpointError(f"checkpoint {checkpoint.path} is of another run: {reason}")
