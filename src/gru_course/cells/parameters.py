"""Parameters with torch.nn's names, shapes and initial values, for cells and layers alike."""

import inspect
import math
from typing import Any, ClassVar

import torch
from torch import nn

from gru_course.validation import flag, positive_integer

Weights = tuple[Any, ...]  # tensors; a bias that is not there is None


class RecurrentModule(nn.Module):
    """A module whose parameters are those of its torch.nn namesake.

    The same seed draws the same numbers, bit for bit, and a `state_dict` fits both ways.
    """

    blocks: ClassVar[int]  # blocks of H rows in each weight: one for each gate and candidate
    readers: ClassVar[tuple[str, ...]] = ("ih", "hh")  # the weights that read input and state

    def __init__(self, input_size: int, hidden_size: int, bias: bool):
        super().__init__()
        self.input_size = positive_integer("input_size", input_size)
        self.hidden_size = positive_integer("hidden_size", hidden_size)
        self.bias = flag("bias", bias)

    def add_weights(
        self,
        input_size: int,
        device: torch.device | str | None,
        dtype: torch.dtype | None,
        suffix: str = "",
    ) -> None:
        """Register the parameters of one recurrence; without bias, the biases are None."""

        def parameter(*shape: int) -> nn.Parameter:
            return nn.Parameter(torch.empty(shape, device=device, dtype=dtype))

        rows, read = self.blocks * self.hidden_size, {"ih": input_size, "hh": self.hidden_size}
        for name in self.readers:
            self.register_parameter(f"weight_{name}{suffix}", parameter(rows, read[name]))
        for name in self.readers:
            bias = parameter(rows) if self.bias else None
            self.register_parameter(f"bias_{name}{suffix}", bias)

    def weights(self, suffix: str = "") -> Weights:
        """Return weight_ih, weight_hh, bias_ih, bias_hh of one recurrence, those that it has."""
        names = [f"{kind}_{name}" for kind in ("weight", "bias") for name in self.readers]
        return tuple(getattr(self, name + suffix) for name in names)

    def reset_parameters(self) -> None:
        """Draw every parameter anew, uniformly between -1 / sqrt(H) and 1 / sqrt(H)."""
        bound = 1 / math.sqrt(self.hidden_size)  # H**-0.5 differs in the last bit for many H
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def extra_repr(self) -> str:
        """Show the sizes, and every option that is not at its default."""
        options = [
            f", {name}={getattr(self, name)!r}"
            for name, argument in inspect.signature(type(self)).parameters.items()
            if hasattr(self, name)
            and argument.default not in (inspect.Parameter.empty, getattr(self, name))
        ]
        return f"{self.input_size}, {self.hidden_size}{''.join(options)}"
