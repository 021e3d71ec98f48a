"""Inside a trained GRU, its gates unit by unit while it reads a wave or a chorale."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import traitlets

from gru_course.for_page.format import FORMAT, LARGEST, read_sequence
from gru_course.widgets.base import VIEW, GRUWidget, in_order, number, option
from gru_course.widgets.inside_gru.hand_made import hand_made


class Reading(NamedTuple):
    """What the GRU computes over T steps: r, z, n, h (T, H), and its predictions y (T, I)."""

    r: np.ndarray
    z: np.ndarray
    n: np.ndarray
    h: np.ndarray
    y: np.ndarray


class InsideGRU(GRUWidget):
    """Look into a trained GRU while it reads.  h = (1 - z) n + z h_prev, unit by unit

    model: what `exporting.for_page(model, sequence)` returns; None is a small GRU whose weights
    are set by hand. Units are counted from the longest memory; a unit or a step beyond the last
    one is the last. Python shows the sequence as written, the page also how the GRU goes on alone
    after a third of it: a chorale's next chord is drawn, key by key, from the probabilities.

    Raises TypeError when model is no such document.
    """

    module = "inside_gru"
    caption = (
        "A GRU reads one step after the other. Below what it reads stands its update gate, a row "
        "for each unit, the longest memory on top: full ink keeps the old state."
    )
    presets = {
        "longest memory": {"unit": 1.0},
        "on its own": {"plays": "continued", "step": 17.0},  # of 48: where it begins
    }

    step = number(13, 1, LARGEST, "Step that is shown.", step=1)
    unit = number(2, 1, LARGEST, "Unit that is shown, 1 for the longest memory.", step=1)
    plays = option("given", ("given", "continued"), "What the GRU reads after a third of it.")
    temperature = number(1.0, 0.1, 2, "How freely a chord is drawn: 1 as predicted.", step=0.1)
    draw = number(1, 1, 20, "Which of the drawn continuations.", step=1)

    _content = traitlets.Dict(read_only=True).tag(sync=True)
    _data = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, model: Mapping | None = None, **state: Any) -> None:
        if model is not None and (not isinstance(model, Mapping) or model.get("format") != FORMAT):
            raise TypeError(
                f"model must be what exporting.for_page(model) returns, got {type(model).__name__}"
            )
        super().__init__(**state)
        self.set_trait("_content", {} if model is None else {"model": None})
        self.set_trait("_data", {"model": dict(hand_made() if model is None else model)})
        lasts = {"step": len(self._data["model"]["sequence"]), "unit": self.hidden_size}
        ranges = {name: {**self._schema[name], "max": last} for name, last in lasts.items()}
        self.set_trait("_schema", {**self._schema, **ranges})
        alone = {**self.presets["on its own"], "step": round(lasts["step"] / 3) + 1.0}
        self.set_trait("_presets", in_order({**self.presets, "on its own": alone}))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        metadata[VIEW]["detail"] = self._data["model"]["task"]  # for the room that it needs
        return data, metadata

    @property
    def hidden_size(self) -> int:
        """H, the number of units."""
        return self._data["model"]["hidden_size"]

    def read(self) -> Reading:
        """Run the GRU over its sequence, from h = 0."""
        model = self._data["model"]
        weight_ih, weight_hh, bias_ih, bias_hh = (
            np.array(model["weights"][name])
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        steps, h = [], np.zeros(self.hidden_size)
        for x in read_sequence(model):
            x_r, x_z, x_n = np.split(weight_ih @ x + bias_ih, 3)
            h_r, h_z, h_n = np.split(weight_hh @ h + bias_hh, 3)
            r, z = _sigmoid(x_r + h_r), _sigmoid(x_z + h_z)
            n = np.tanh(x_n + r * h_n)
            h = (1 - z) * n + z * h
            steps.append((r, z, n, h))
        r, z, n, h = map(np.array, zip(*steps, strict=True))
        y = h @ np.array(model["head"]["weight"]).T + np.array(model["head"]["bias"])
        return Reading(r, z, n, h, y)

    def half_lives(self) -> np.ndarray:
        """After how many steps half of each unit's state is left (H), by what its gates kept here.

        What is left after all steps is the product of a unit's z; see `analysis.half_lives`.
        """
        with np.errstate(divide="ignore"):  # a gate at 0 leaves nothing, one at 1 all of it
            return np.log(2) / np.abs(np.log(self.read().z).mean(axis=0))

    def ranked(self) -> list[int]:
        """The model's own numbers of its units, from the longest memory to the shortest."""
        return np.argsort(-self.half_lives(), kind="stable").tolist()


def _sigmoid(a: np.ndarray) -> np.ndarray:
    return (1 + np.tanh(a / 2)) / 2  # which cannot overflow
