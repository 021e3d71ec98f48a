"""Flax's two GRU cells: r after the product, one bias in r and z; only the older cell has b_hn."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from gru_course.conventions.arrays import to_array, to_tensors
from gru_course.conventions.weights import GRUWeights, check_kind

Parameters = dict[str, dict[str, np.ndarray]]

LINEN = {"hn kernel": "H H", "hr kernel": "H H", "hz kernel": "H H", "hn bias": "H"}
LINEN |= {f"i{gate} kernel": "I H" for gate in "rzn"} | {f"i{gate} bias": "H" for gate in "rzn"}
NNX = {"dense_h kernel": "H 3H", "dense_i kernel": "I 3H", "dense_i bias": "3H"}


def to_flax_linen(weights: GRUWeights) -> Parameters:
    """Give the parameters of `flax.linen.GRUCell`, to be applied under the key "params".

    Kernels are (I, H) or (H, H), biases (H,). b_ih and b_hh of r and z become one bias, their sum;
    missing biases become zeros. Raises ValueError unless reset_after is True.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    weights.require(reset_after=True, form="flax.linen.GRUCell")
    bias, b_hn = _one_bias_and_b_hn(weights)
    rows = (weights.weight_ih, weights.weight_hh, bias)
    params = {}
    for gate, W, U, b in zip("rzn", *(whole.chunk(3) for whole in rows), strict=True):
        params[f"i{gate}"] = {"kernel": to_array(W.T), "bias": to_array(b)}
        params[f"h{gate}"] = {"kernel": to_array(U.T)}
    params["hn"]["bias"] = to_array(b_hn)
    return params


def from_flax_linen(params: Mapping[str, Mapping[str, object]]) -> GRUWeights:
    """Take the parameters of `flax.linen.GRUCell`; bias_hh is 0 but for b_hn.

    Raises TypeError or ValueError for a wrong dtype or shape and for a missing or unknown entry.
    """
    t = _read(params, LINEN)
    weight_ih = torch.cat([t[f"i{gate} kernel"].T for gate in "rzn"])
    weight_hh = torch.cat([t[f"h{gate} kernel"].T for gate in "rzn"])
    bias_ih = torch.cat([t[f"i{gate} bias"] for gate in "rzn"])
    b_hn = t["hn bias"]
    bias_hh = torch.cat([b_hn.new_zeros(2 * len(b_hn)), b_hn])
    return GRUWeights(weight_ih, weight_hh, bias_ih, bias_hh)


def to_flax_nnx(weights: GRUWeights) -> Parameters:
    """Give the parameters of `flax.nnx.GRUCell`, in a form that `flax.nnx.update` takes.

    Kernels are (I, 3H) and (H, 3H), the bias (3H,), in the order r, z, n. Biases as in
    `to_flax_linen`, but this cell has no b_hn: raises ValueError when it is not 0, and unless
    reset_after is True. Taught in the chapter on conventions.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    weights.require(reset_after=True, form="flax.nnx.GRUCell")
    bias, b_hn = _one_bias_and_b_hn(weights)
    if b_hn.any():
        raise ValueError(
            "b_hn, the last third of bias_hh, must be 0 for flax.nnx.GRUCell, which has no bias "
            f"that r multiplies, got {b_hn.tolist()}"
        )
    dense_i = {"kernel": to_array(weights.weight_ih.T), "bias": to_array(bias)}
    return {"dense_i": dense_i, "dense_h": {"kernel": to_array(weights.weight_hh.T)}}


def from_flax_nnx(params: Mapping[str, Mapping[str, object]]) -> GRUWeights:
    """Take the parameters of `flax.nnx.GRUCell`; bias_hh is 0.

    Raises TypeError or ValueError as `from_flax_linen` does.
    """
    t = _read(params, NNX)
    weight_ih, weight_hh = (t[f"dense_{side} kernel"].T.contiguous() for side in "ih")
    bias = t["dense_i bias"]
    return GRUWeights(weight_ih, weight_hh, bias, torch.zeros_like(bias))


def _one_bias_and_b_hn(weights: GRUWeights) -> tuple[Tensor, Tensor]:
    """Return (3H,) with b_ih + b_hh of r and z, then b_in; and b_hn (H,), which stays apart."""
    if weights.bias_ih is None or weights.bias_hh is None or weights.bias is None:
        zeros = weights.weight_ih.new_zeros(len(weights.weight_ih))
        return zeros, zeros.chunk(3)[2]
    r, z, _ = weights.bias.chunk(3)
    return torch.cat([r, z, weights.bias_ih.chunk(3)[2]]), weights.bias_hh.chunk(3)[2]


def _read(params: Mapping[str, Mapping[str, object]], forms: dict[str, str]) -> dict[str, Tensor]:
    """Flatten the parameters to the names of `forms`, or raise when others are there."""
    arrays = {f"{part} {name}": a for part, entry in params.items() for name, a in entry.items()}
    if arrays.keys() != forms.keys():
        raise ValueError(
            f"params must hold {', '.join(sorted(forms))}, got {', '.join(sorted(arrays))}"
        )
    return to_tensors(arrays, forms)
