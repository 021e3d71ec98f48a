"""Train a sequence model and measure it, on any device."""

import math
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from gru_course.data.batching import Data, batches_of, to_device
from gru_course.losses import count_steps
from gru_course.models import evaluation_mode
from gru_course.training.config import History, TrainingConfig
from gru_course.training.device import resolve_device
from gru_course.training.optimisers import noisy_weights
from gru_course.training.state import TrainingState, copy_weights
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

    train_data, valid_data: tensors (x, y), or a function that yields batches (`data.batching`).
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
    for a model, config or loss that is none. Taught in chapter 9.
    """
    for name, value, kind in (("model", model, nn.Module), ("config", config, TrainingConfig)):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be a {kind.__name__}, got {type(value).__name__}")
    if not callable(loss):
        raise TypeError(f"loss must be a function, such as losses.masked_mse, got {loss!r}")
    device = resolve_device(device)
    state = TrainingState.begin(model.to(device), config)
    kept: AbstractContextManager[Callable[[], object]] = nullcontext(lambda: None)
    if checkpoint_dir is not None:
        from gru_course.training.resume.state import resumed  # only here: it is long

        kept = resumed(Path(checkpoint_dir), state, train_data, valid_data, config, loss)
    generators = [device] if device.type == "cuda" else []  # the CPU's is always among them
    with kept as save, torch.random.fork_rng(generators):
        done, last = len(state.history), config.epochs
        bar = tqdm(range(done + 1, last + 1), "epochs", last, initial=done, disable=not progress)
        try:
            for epoch in bar:
                if state.history.is_out_of_patience(config.patience):
                    break
                _run_epoch(state, epoch, train_data, valid_data, config, loss)
                save()
                bar.set_postfix_str(f"valid {state.history.valid_loss[-1]:.4g}")
        finally:
            model.load_state_dict(state.best)
            model.eval()
    return state.history


def evaluate(model: nn.Module, data: Data, *, loss: Loss, batch_size: int = 64) -> float:
    """The loss per real time step over all of `data`, without dropout, where the model is.

    Each batch counts by its real steps, so neither padding nor `batch_size` changes the result
    by more than rounding. Taught in chapter 9.
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
    model, device = state.model, next(state.model.parameters()).device
    longest = math.inf if config.clip_norm is None else config.clip_norm
    seed = config.epoch_seed(epoch)
    torch.manual_seed(seed)  # decides dropout and noise
    model.train()
    total, steps, norms = 0.0, 0, []
    batches = batches_of(train_data, config.batch_size, seed=seed, shuffle=True)
    for number, batch in enumerate(batches, start=1):
        batch = to_device(batch, device)
        state.optimizer.zero_grad()
        with noisy_weights(model, config.weight_noise):
            batch_loss = backward_in_windows(model, batch, loss, config.window)
        norm = nn.utils.clip_grad_norm_(model.parameters(), longest).item()
        _check_finite(batch_loss, norm, f"step {number} of epoch {epoch}", config)
        state.optimizer.step()
        count = count_steps(batch.y, batch.mask)
        total += batch_loss * count
        steps += count
        norms.append(norm)

    valid_loss = evaluate(model, valid_data, loss=loss)
    _check_finite(valid_loss, 0.0, f"the validation of epoch {epoch}", config)
    seconds = time.process_time() - started
    state.history.append(total / steps, valid_loss, sum(norms) / len(norms), seconds)
    if state.history.best_epoch == epoch:
        state.best = copy_weights(model)


def _check_finite(loss: float, norm: float, place: str, config: TrainingConfig) -> None:
    if not math.isfinite(loss) or not math.isfinite(norm):
        raise FloatingPointError(
            f"training stopped at {place} with learning_rate {config.learning_rate}: "
            f"the loss is {loss:.4g} and its gradient's norm {norm:.4g}"
        )
