"""The weights of one recurrence in PyTorch's layout: out of a cell or layer, and into one."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from gru_course.cells import GRUCell
from gru_course.conventions.arrays import check_dtypes, check_shapes
from gru_course.layers import GRU
from gru_course.validation import flag

FORMS = {"weight_hh": "3H H", "weight_ih": "3H I", "bias_ih": "3H", "bias_hh": "3H"}
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@dataclass(frozen=True, eq=False)
class GRUWeights:
    """The weights of one recurrence, that is one direction of one layer, rows stacked r, z, n.

    weight_ih (3H, I), weight_hh (3H, H), bias_ih and bias_hh (3H,) or both None; all float32 or
    all float64. reset_after=True: r multiplies W_hn h_prev + b_hn; with False it multiplies h_prev.
    Raises TypeError or ValueError when a dtype or a shape does not fit.

    >>> layer = GRU(input_size=3, hidden_size=2)
    >>> into_layer(GRUWeights(torch.ones(6, 3), torch.ones(6, 2)), layer)
    >>> from_layer(layer).bias_ih  # none was given
    tensor([0., 0., 0., 0., 0., 0.])
    """

    weight_ih: Tensor
    weight_hh: Tensor
    bias_ih: Tensor | None = None
    bias_hh: Tensor | None = None
    reset_after: bool = True

    def __post_init__(self) -> None:
        flag("reset_after", self.reset_after)
        if (self.bias_ih is None) != (self.bias_hh is None):
            missing = "bias_ih" if self.bias_ih is None else "bias_hh"
            raise ValueError(f"bias_ih and bias_hh must both be given or be None, {missing} is")
        names = [name for name in FORMS if "bias" not in name or self.bias_ih is not None]
        tensors = {name: getattr(self, name) for name in names}
        for name, tensor in tensors.items():
            if not isinstance(tensor, Tensor):
                raise TypeError(f"{name} must be a Tensor, got {type(tensor).__name__}")
        check_dtypes({name: str(t.dtype).removeprefix("torch.") for name, t in tensors.items()})
        check_shapes({name: tuple(t.shape) for name, t in tensors.items()}, FORMS)

    @property
    def bias(self) -> Tensor | None:
        """b_ih + b_hh, for forms that have one bias. With a bias_hh of 0 it is bias_ih bit by bit.

        In r and z the two are added anyway, and in n as well when the reset comes before the
        product; with reset_after=True the rows of n must stay apart, for r multiplies b_hn.
        """
        if self.bias_ih is None or self.bias_hh is None or not self.bias_hh.any():
            return self.bias_ih
        return self.bias_ih + self.bias_hh

    def require(self, *, reset_after: bool, form: str) -> None:
        """Raise ValueError unless r has the place that it has in the named form."""
        if self.reset_after != reset_after:
            after, before = (
                "the sum W_hn h_prev + b_hn",
                "h_prev alone, and has no b_hn to multiply",
            )
            raise ValueError(
                f"reset_after must be {reset_after} for {form}, got {self.reset_after}: "
                f"there r multiplies {after if reset_after else before}, which is another equation"
            )


def check_kind(name: str, value: object, kind: type, source: str) -> None:
    """Raise TypeError unless value is of this kind, which the function `source` returns."""
    if not isinstance(value, kind):
        got = type(value).__name__
        raise TypeError(f"{name} must be {kind.__name__} (see {source}), got {got}")


def swap_r_and_z(rows: Tensor) -> Tensor:
    """Reorder the blocks of rows (3H, ...) from r, z, n to z, r, n, or back."""
    first, second, third = rows.chunk(3)
    return torch.cat([second, first, third])


def from_layer(gru: nn.Module, layer: int = 0, *, reverse: bool = False) -> GRUWeights:
    """Copy the weights of one recurrence to the CPU.

    gru: a GRU or GRUCell of `torch.nn` or of this package; a cell is one layer, one direction.
    layer: from 0; reverse: the direction that runs backwards.
    Raises TypeError for another module, ValueError for a layer or a direction that it has not.
    Taught in chapter 15.
    """
    parameters = _parameters(gru, layer, reverse)
    copies: dict[str, Any] = {
        n: None if p is None else p.detach().cpu().clone() for n, p in parameters.items()
    }
    return GRUWeights(**copies, reset_after=getattr(gru, "reset_after", True))


def into_layer(
    weights: GRUWeights, gru: nn.Module, layer: int = 0, *, reverse: bool = False
) -> None:
    """Write the weights into one recurrence of `gru`, which must have their sizes and dtype.

    gru, layer, reverse as in `from_layer`. A missing bias is written as zeros.
    Raises as `from_layer`, and ValueError for another shape, dtype or place of r, and for a bias
    that is not 0 where the layer has none; then nothing was written.
    Taught in chapter 15.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    parameters = _parameters(gru, layer, reverse)
    weights.require(
        reset_after=getattr(gru, "reset_after", True), form=f"this {type(gru).__name__}"
    )
    for name, parameter in parameters.items():
        _check_fit(name, getattr(weights, name), parameter)
    with torch.no_grad():
        for name, parameter in parameters.items():
            value = getattr(weights, name)
            if parameter is not None:
                parameter.zero_() if value is None else parameter.copy_(value)


def _check_fit(name: str, value: Tensor | None, parameter: nn.Parameter | None) -> None:
    """Raise ValueError when a parameter cannot take the value; None is a bias of zeros."""
    if parameter is None:
        if value is not None and value.any():
            raise ValueError(f"{name} must be 0 for a layer with bias=False, got {value.tolist()}")
    elif value is not None and (value.shape, value.dtype) != (parameter.shape, parameter.dtype):
        raise ValueError(
            f"{name} must be {parameter.dtype} of shape {tuple(parameter.shape)} for this layer, "
            f"got {value.dtype} of shape {tuple(value.shape)}"
        )


def _parameters(gru: nn.Module, layer: int, reverse: bool) -> dict[str, nn.Parameter | None]:
    """The parameters of one recurrence by their names without the suffix."""
    if isinstance(gru, nn.GRUCell | GRUCell):
        layers, directions, suffix = 1, 1, ""
    elif isinstance(gru, nn.GRU | GRU):
        layers, directions = gru.num_layers, 1 + gru.bidirectional
        suffix = f"_l{layer}" + "_reverse" * reverse
    else:
        raise TypeError(f"gru must be a GRU or a GRUCell, got {type(gru).__name__}")
    if layer not in range(layers):
        raise ValueError(f"layer must be from 0 to {layers - 1}, got {layer}")
    if reverse and directions == 1:
        raise ValueError("reverse must be False for a layer with one direction, got True")
    return {name: getattr(gru, name + suffix, None) for name in NAMES}
