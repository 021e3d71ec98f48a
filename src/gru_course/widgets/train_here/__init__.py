"""A GRU that is trained in the page."""

from typing import Any

import torch
import traitlets

from gru_course.widgets.base import GRUWidget, number, option
from gru_course.widgets.train_here.training import OPTIMISERS, Settings, train

CHECKED = 20  # updates that the page holds against torch's
START = {"hidden_size": 8.0, "steps": 25.0, "batch_size": 8.0, "optimizer": "Adam"}


class TrainHere(GRUWidget):
    """Train a GRU with a linear head to continue sine waves, in the reader's browser.

    Every update sees a fresh batch of waves; the loss is the mean squared error of the next value.
    The unseen waves have frequencies that no training wave has. `losses()` runs the same training
    in torch, number for number; the page compares its first updates with torch's.
    """

    module = "train_here"
    caption = (
        "A GRU before its first update: what it makes of a wave that it never saw, and where its "
        "gates stand. Training moves the prediction onto the wave."
    )
    presets = {
        "too slow": {**START, "log10_rate": -4.0},
        "too fast": {**START, "optimizer": "SGD", "log10_rate": 0.5},
        "stuck": {**START, "log10_rate": 0.0},
        "longer waves, smaller error": {**START, "steps": 50.0, "log10_rate": -2.5},
    }

    hidden_size = number(8, 4, 32, "Units of the GRU.", step=1)
    steps = number(25, 10, 50, "Steps of each wave.", step=1)
    batch_size = number(8, 1, 32, "Waves in each update.", step=1)
    optimizer = option("Adam", tuple(OPTIMISERS), "Adam, or SGD: plain gradient descent.")
    log10_rate = number(-2.5, -4.0, 1.0, "Learning rate as a power of ten.", step=0.1)
    seed = number(0, 0, 99, "Draws first weights and waves.", step=1)

    _data = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self.set_trait("_data", {"witness": witness()})

    def losses(self, updates: int) -> list[float]:
        """The loss on unseen waves after 0, 10, 20, ... `updates` updates, by torch."""
        return train(self._settings(), updates).unseen

    def _settings(self) -> Settings:
        return Settings(
            int(self.hidden_size),
            int(self.steps),
            int(self.batch_size),
            self.optimizer,
            10**self.log10_rate,
            int(self.seed),
        )


def witness() -> dict:
    """torch's own numbers of the first updates from the default state, made now."""
    traits = TrainHere._state_traits()
    state: dict[str, Any] = {name: trait.default() for name, trait in traits.items()}
    rate = 10 ** state.pop("log10_rate")
    plain: dict[str, Any] = {k: v if k == "optimizer" else int(v) for k, v in state.items()}
    settings = Settings(**plain, learning_rate=rate)
    found = train(settings, CHECKED)
    return {
        "by": f"torch {torch.__version__.split('+')[0]}",
        "losses": found.losses,
        "predictions": found.predictions,
        "gradients": found.gradients,
    }
