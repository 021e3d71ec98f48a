"""A task: data in three parts, a loss, and the baselines to beat."""

from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor, nn

from gru_course.data.batching import Data
from gru_course.training.config import TrainingConfig


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Something to learn, and how well one does without a network or without memory.

    train, valid, test: see `data.batching`; every choice is made on valid, test is for reporting.
    loss: as `training.train` takes it, and unit its unit. output_bias (O,): from which the head
    starts, or None. baselines: by name, losses on the test part. hidden_size, config: a small run
    that makes sense. probe: what else to ask a trained model, numbers by name; None for nothing.
    options: what `make_task` made it with; None for a task that was put together by hand, which
    other processes receive as it is.
    """

    name: str
    input_size: int
    output_size: int
    train: Data
    valid: Data
    test: Data
    loss: Callable[..., Tensor]
    unit: str
    baselines: dict[str, float] = field(default_factory=dict)
    output_bias: Tensor | None = None
    hidden_size: int = 32
    config: TrainingConfig = field(default_factory=TrainingConfig)
    probe: Callable[[nn.Module], dict[str, float]] | None = None
    options: dict | None = None

    def __repr__(self) -> str:
        sizes = f"{self.input_size} -> {self.output_size}"
        beside = "".join(f", {name} {loss:.4g}" for name, loss in self.baselines.items())
        return f"Task({self.name!r}, {sizes}, {self.unit}{beside})"
