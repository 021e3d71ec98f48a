"""What decides a training run, and what it leaves behind."""

import math
from dataclasses import dataclass, field

from gru_course.validation import choice, positive_integer

EPOCHS = 1_000_000  # each run has its own block of seeds, one for each epoch
SEEDS = 2**32
OPTIMIZER_NAMES = ("adam", "rmsprop")


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """Everything that decides a training run. Two equal configs give equal losses on one device.

    epochs: passes over the training data, at most. batch_size: sequences in a batch.
    optimizer: "adam", or "rmsprop" with momentum, see `optimisers`; learning_rate is its own.
    weight_noise: deviation of the noise on the weights at which gradients are taken (0: none).
    clip_norm: longest gradient let through (None lets all through).
    patience: epochs without a better validation loss after which to stop (None: never).
    window: time steps that a gradient reaches back at most, see `windows` (None: all).
    seed: decides the order of the batches, dropout and noise, not the model's initial weights.

    Raises TypeError or ValueError for a value of another kind or outside its range.
    Taught in chapter 9.

    >>> config = TrainingConfig(epochs=2, clip_norm=None)
    >>> config.optimizer, config.learning_rate
    ('adam', 0.003)
    """

    epochs: int = 50
    batch_size: int = 32
    optimizer: str = "adam"
    learning_rate: float = 3e-3
    weight_noise: float = 0.0
    clip_norm: float | None = 1.0
    patience: int | None = None
    window: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        positive_integer("epochs", self.epochs)
        if self.epochs >= EPOCHS:
            raise ValueError(f"epochs must be below {EPOCHS}, got {self.epochs}")
        positive_integer("batch_size", self.batch_size)
        choice("optimizer", self.optimizer, OPTIMIZER_NAMES)
        _check_positive("learning_rate", self.learning_rate)
        if self.weight_noise != 0:
            _check_positive("weight_noise", self.weight_noise, "0 or ")
        if self.clip_norm is not None:
            _check_positive("clip_norm", self.clip_norm)
        for name in ("patience", "window"):
            if getattr(self, name) is not None:
                positive_integer(name, getattr(self, name))
        is_integer = isinstance(self.seed, int) and not isinstance(self.seed, bool)
        if not is_integer or not 0 <= self.seed < SEEDS:
            raise ValueError(f"seed must be an integer from 0 to {SEEDS - 1}, got {self.seed!r}")

    def epoch_seed(self, epoch: int) -> int:
        """The seed of one epoch, so that an epoch is the same whatever ran before it."""
        return self.seed * EPOCHS + epoch


@dataclass
class History:
    """One number per finished epoch; epochs are counted from 1.

    train_loss, valid_loss: means per real time step. gradient_norm: mean length of the gradient
    before clipping. seconds: of the processor's time, for training and validation; a loaded
    machine does not stretch them. Two equal runs are equal, however long they took.
    """

    train_loss: list[float] = field(default_factory=list)
    valid_loss: list[float] = field(default_factory=list)
    gradient_norm: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list, compare=False)

    def __len__(self) -> int:
        return len(self.valid_loss)

    def append(
        self, train_loss: float, valid_loss: float, gradient_norm: float, seconds: float
    ) -> None:
        """Add the numbers of one more epoch."""
        self.train_loss.append(train_loss)
        self.valid_loss.append(valid_loss)
        self.gradient_norm.append(gradient_norm)
        self.seconds.append(seconds)

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest validation loss, the first of equals; 0 before any ended."""
        if not self.valid_loss:
            return 0
        return 1 + self.valid_loss.index(min(self.valid_loss))

    def is_out_of_patience(self, patience: int | None) -> bool:
        """Whether `patience` epochs in a row were no better than the best one."""
        return patience is not None and len(self) - self.best_epoch >= patience

    def __repr__(self) -> str:
        if not len(self):
            return "History(no epoch yet)"
        best = self.best_epoch - 1
        return (
            f"History({len(self)} epochs, best {self.best_epoch}: "
            f"train {self.train_loss[best]:.4g}, valid {self.valid_loss[best]:.4g})"
        )


def _check_positive(name: str, value: float, or_else: str = "") -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and 0 < value < math.inf):
        raise ValueError(f"{name} must be {or_else}a finite number above 0, got {value!r}")
