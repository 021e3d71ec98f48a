"""Train a sequence model and measure it, on any device, with runs that can be resumed exactly."""

import math
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from gru_course.data.batching import Batch, Data, batches_of, to_device
from gru_course.losses import count_steps
from gru_course.models import evaluation_mode
from gru_course.training.config import History, TrainingConfig
from gru_course.training.device import resolve_device
from gru_course.training.optimisers import noisy_weights
from gru_course.training.resume.checkpoints import last_good
from gru_course.training.resume.locking import alone_in
from gru_course.training.resume.same_run import describe_run
from gru_course.training.resume.state import TrainingState, copy_weights, resume_state, save_state
from gru_course.training.windows import backward_in_windows

Loss = Callable[[Tensor, Tensor, Tensor | None], Tensor]  # (output, target, mask) -> mean per step


def train(
    model: nn.Module,
    train_data: Data,
    valid_data: Data,
    config: TrainingConfig,
    *,
    loss: Loss,
    device: str | None = None,
    checkpoint_dir: str | Path | None = None,
    progress: bool = True,
) -> History:
    """Train `model` in place; it ends with the weights of its best validation epoch.

    train_data, valid_data: tensors (x, y), or a function that yields batches (see `batching`).
    loss: such as `losses.masked_mse` or `losses.bernoulli_nll`. device: see `resolve_device`; the
    model stays there, in evaluation mode. progress: a bar on stderr. Training that is interrupted
    (Ctrl-C) or fails leaves the weights of the best epoch so far in the model as well.

    With a checkpoint_dir each epoch is saved, and a run that finds its own checkpoint there goes
    on from it as if it had never stopped: on a CPU, bit for bit. It is the same run when all but
    `epochs` is the same: model, config, loss, data, and the model's weights, which must be those
    that the run began with or left behind. Of data from a function every batch of the first epoch
    tells; they must be the same for the same seed. One run at a time may use the folder.

    Raises FloatingPointError when a loss or a gradient is no longer finite, CheckpointError when
    what lies in checkpoint_dir is damaged or of another run, when another run is at work there,
    or when the disk refuses; the last good checkpoint stays. Raises ValueError for a checkpoint_dir
    with a loss that has no name, or with data that differ from one time to the next, and TypeError
    for a model, config or loss that is none.
    """
    _check(model, config, loss)
    state = TrainingState.begin(model.to(resolve_device(device)), config)
    folder = None if checkpoint_dir is None else Path(checkpoint_dir)
    with nullcontext() if folder is None else alone_in(folder):
        if folder is not None:
            state.identity = describe_run(model, train_data, valid_data, config, loss)
            resume_state(folder, state)
        try:
            _run_epochs(state, train_data, valid_data, config, loss, folder, progress)
        finally:
            model.load_state_dict(state.best)
            model.eval()
    return state.history


def evaluate(model: nn.Module, data: Data, *, loss: Loss, batch_size: int = 64) -> float:
    """The loss per real time step over all of `data`, without dropout, where the model is.

    Each batch counts by its real steps, so neither padding nor `batch_size` changes the result
    by more than rounding.
    """
    device = next(model.parameters()).device
    total, steps = 0.0, 0
    with evaluation_mode(model):
        for batch in batches_of(data, batch_size):
            x, y, mask = to_device(batch, device)
            output, _ = model(x)
            count = count_steps(y, mask)
            total += loss(output, y, mask).item() * count
            steps += count
    return total / steps


def _check(model: nn.Module, config: TrainingConfig, loss: Loss) -> None:
    for name, value, kind in (("model", model, nn.Module), ("config", config, TrainingConfig)):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be a {kind.__name__}, got {type(value).__name__}")
    if not callable(loss):
        raise TypeError(f"loss must be a function, such as losses.masked_mse, got {loss!r}")


def _run_epochs(
    state: TrainingState,
    train_data: Data,
    valid_data: Data,
    config: TrainingConfig,
    loss: Loss,
    folder: Path | None,
    progress: bool,
) -> None:
    """All epochs that are still to be run; each is saved in `folder`, where there is one."""
    device, done = next(state.model.parameters()).device, len(state.history)
    generators = [device] if device.type == "cuda" else []  # the CPU's is always among them
    epochs = range(done + 1, config.epochs + 1)
    bar = tqdm(epochs, "epochs", config.epochs, initial=done, disable=not progress)
    with torch.random.fork_rng(generators):
        for epoch in bar:
            if state.history.is_out_of_patience(config.patience):
                break
            try:
                _run_epoch(state, epoch, train_data, valid_data, config, loss)
            except FloatingPointError as error:
                raise FloatingPointError(
                    f"{error}, last good checkpoint: {last_good(folder)}"
                ) from None
            if folder is not None:
                save_state(folder, state)
            bar.set_postfix_str(f"valid {state.history.valid_loss[-1]:.4g}")


def _run_epoch(
    state: TrainingState,
    epoch: int,
    train_data: Data,
    valid_data: Data,
    config: TrainingConfig,
    loss: Loss,
) -> None:
    """One pass over the training data, one look at the validation data, one entry of history."""
    started = time.process_time()
    seed = config.epoch_seed(epoch)
    torch.manual_seed(seed)  # decides dropout and noise
    state.model.train()
    total, steps, norms = 0.0, 0, []
    batches = batches_of(train_data, config.batch_size, seed=seed, shuffle=True)
    for number, batch in enumerate(batches, start=1):
        batch_loss, norm, count = _backward(state, batch, config, loss)
        _check_finite(batch_loss, norm, f"step {number} of epoch {epoch}", config)
        state.optimizer.step()
        total += batch_loss * count
        steps += count
        norms.append(norm)

    valid_loss = evaluate(state.model, valid_data, loss=loss)
    _check_finite(valid_loss, 0.0, f"the validation of epoch {epoch}", config)
    seconds = time.process_time() - started
    state.history.append(total / steps, valid_loss, sum(norms) / len(norms), seconds)
    if state.history.best_epoch == epoch:
        state.best = copy_weights(state.model)


def _backward(
    state: TrainingState, batch: Batch, config: TrainingConfig, loss: Loss
) -> tuple[float, float, int]:
    """Leave the clipped gradient in the model; return loss, norm before clipping, real steps."""
    device = next(state.model.parameters()).device
    x, y, mask = to_device(batch, device)
    state.optimizer.zero_grad()
    with noisy_weights(state.model, config.weight_noise):
        batch_loss = backward_in_windows(state.model, (x, y, mask), loss, config.window)
    longest = math.inf if config.clip_norm is None else config.clip_norm
    norm = nn.utils.clip_grad_norm_(state.model.parameters(), longest)
    return batch_loss, norm.item(), count_steps(y, mask)


def _check_finite(loss: float, norm: float, place: str, config: TrainingConfig) -> None:
    if not math.isfinite(loss) or not math.isfinite(norm):
        raise FloatingPointError(
            f"training stopped at {place} with learning_rate {config.learning_rate}: "
            f"the loss is {loss:.4g} and its gradient's norm {norm:.4g}"
        )
