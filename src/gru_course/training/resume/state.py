"""A training run that can be put down and taken up again, bit for bit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from torch import Tensor, nn

from gru_course.data.batching import Data
from gru_course.training.config import History, TrainingConfig
from gru_course.training.resume.checkpoints import (
    Checkpoint,
    CheckpointError,
    last_good,
    read_newest,
    write_checkpoint,
)
from gru_course.training.resume.locking import alone_in
from gru_course.training.resume.same_run import (
    check_same_run,
    check_same_shapes,
    describe_run,
    weights_of,
)
from gru_course.training.state import TrainingState


@contextmanager
def resumed(
    folder: Path,
    state: TrainingState,
    train_data: Data,
    valid_data: Data,
    config: TrainingConfig,
    loss: Callable,
) -> Iterator[Callable[[], None]]:
    """Inside: `state` is where the run in `folder` stopped, and what is yielded saves it there.

    Raises CheckpointError when the newest checkpoint is damaged, is of another run, or has more
    epochs behind it than this run is to have: only `epochs` may differ, and more of them make a
    finished run longer. A FloatingPointError from inside names the last good checkpoint.
    """
    with alone_in(folder):
        run = describe_run(state.model, train_data, valid_data, config, loss)
        checkpoint = read_newest(folder)
        if checkpoint is None:
            _save(folder, state, run)  # the initial weights belong to the run
        else:
            check_same_run(checkpoint, run, state.model)
            _check_epochs(checkpoint, config)
            run["initial_weights"] = checkpoint.about["initial_weights"]
            _restore(state, checkpoint)
        try:
            yield partial(_save, folder, state, run)
        except FloatingPointError as error:
            good = last_good(folder)
            raise FloatingPointError(f"{error}, last good checkpoint: {good}") from None


def _save(folder: Path, state: TrainingState, run: dict) -> None:
    """Write a checkpoint of `state`, named after the epochs that it has behind it."""
    about = run | {"history": asdict(state.history)}
    write_checkpoint(folder, len(state.history), _tensors(state), about)


def _tensors(state: TrainingState) -> dict[str, Tensor]:
    """Every tensor by one name: "model.weight", "best.weight", "moment.exp_avg.weight"."""
    tensors = {f"model.{name}": tensor for name, tensor in state.model.state_dict().items()}
    tensors |= {f"best.{name}": tensor for name, tensor in state.best.items()}
    for name, parameter in state.model.named_parameters():
        moments = state.optimizer.state.get(parameter, {})
        tensors |= {f"moment.{kind}.{name}": moment for kind, moment in moments.items()}
    return tensors


def _restore(state: TrainingState, checkpoint: Checkpoint) -> None:
    """Make `state` the one that this checkpoint was taken from, of the run that it is of."""
    state.model.load_state_dict(weights_of(checkpoint, "model"))
    state.best = weights_of(checkpoint, "best")
    state.history = History(**checkpoint.about["history"])
    parameters = dict(state.model.named_parameters())
    for key, tensor in checkpoint.tensors.items():
        if key.startswith("moment."):
            _, kind, name = key.split(".", maxsplit=2)
            # torch counts the steps on the CPU, wherever the weights are
            device = "cpu" if kind == "step" else parameters[name].device
            state.optimizer.state[parameters[name]][kind] = tensor.to(device)


def _check_epochs(checkpoint: Checkpoint, config: TrainingConfig) -> None:
    done = len(checkpoint.about["history"]["valid_loss"])
    if done > config.epochs:
        raise CheckpointError(
            f"epochs must be at least the {done} that checkpoint {checkpoint.path} has "
            f"behind it, got {config.epochs}"
        )


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
