"""Keras' `GRU` and `GRUCell`: columns instead of rows, stacked z, r, h; either place of r."""

from collections.abc import Sequence

import numpy as np
import torch

from gru_course.conventions.arrays import to_array, to_tensors
from gru_course.conventions.weights import GRUWeights, check_kind, swap_r_and_z


def to_keras(weights: GRUWeights) -> list[np.ndarray]:
    """Give what `set_weights` of a Keras layer takes: kernel, recurrent_kernel and bias.

    Shapes: kernel (I, 3H), recurrent_kernel (H, 3H), bias (2, 3H) with reset_after=True, where
    the second row holds the recurrent biases, and (3H,) with False, where both are added up.
    Weights without biases give two arrays, for a layer with use_bias=False. The layer must have
    the weights' reset_after (Keras' default is True) and Keras' default activations.
    Taught in chapter 15.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    given = [swap_r_and_z(weights.weight_ih).T, swap_r_and_z(weights.weight_hh).T]
    if weights.bias_ih is not None and weights.bias_hh is not None and weights.reset_after:
        given.append(swap_r_and_z(torch.stack([weights.bias_ih, weights.bias_hh], 1)).T)
    elif weights.bias is not None:
        given.append(swap_r_and_z(weights.bias))
    return [to_array(tensor) for tensor in given]


def from_keras(arrays: Sequence[np.ndarray], *, reset_after: bool = True) -> GRUWeights:
    """Take what `get_weights` of a Keras layer gives; reset_after must be the layer's.

    That is the kernel (I, 3H), the recurrent_kernel (H, 3H), and where there are any the biases
    (2, 3H). With reset_after=False there is one bias (3H), which becomes bias_ih.
    Raises TypeError or ValueError for a wrong dtype, shape or number of arrays; a bias of the other
    form's shape is one of them. Taught in chapter 15.
    """
    check_kind("arrays", arrays, Sequence, "get_weights of a Keras layer")
    if len(arrays) not in (2, 3):
        raise ValueError(f"arrays must be kernel, recurrent_kernel and bias, got {len(arrays)}")
    named = dict(zip(("kernel", "recurrent_kernel", "bias"), arrays, strict=False))
    bias_form = "2 3H" if reset_after else "3H"
    forms = {"recurrent_kernel": "H 3H", "kernel": "I 3H", "bias": bias_form}
    t = to_tensors(named, forms)

    bias_ih, bias_hh = None, None
    if "bias" in t:
        both = t["bias"] if reset_after else torch.stack([t["bias"], torch.zeros_like(t["bias"])])
        bias_ih, bias_hh = map(swap_r_and_z, both)
    weight_ih, weight_hh = (swap_r_and_z(t[name].T) for name in ("kernel", "recurrent_kernel"))
    return GRUWeights(weight_ih, weight_hh, bias_ih, bias_hh, reset_after)
