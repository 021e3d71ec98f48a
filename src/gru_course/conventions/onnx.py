"""The GRU operator of ONNX: rows stacked z, r, h, directions on a first axis, either place of r."""

from typing import NamedTuple

import numpy as np
import torch

from gru_course.conventions.arrays import to_array, to_tensors
from gru_course.conventions.weights import GRUWeights, check_kind, swap_r_and_z


class OnnxWeights(NamedTuple):
    """Inputs W (D, 3H, I), R (D, 3H, H) and B (D, 6H) or None, and the operator's attribute.

    D is 1, or 2 for direction="bidirectional". B holds the biases of W, then those of R.
    linear_before_reset: 1 is reset_after=True; 0, the operator's default, is False.

    >>> (weights,) = from_onnx(OnnxWeights(W=np.ones((1, 6, 3)), R=np.ones((1, 6, 2))))
    >>> weights.weight_hh.shape, weights.reset_after
    (torch.Size([6, 2]), False)
    """

    W: np.ndarray
    R: np.ndarray
    B: np.ndarray | None = None
    linear_before_reset: int = 0


def to_onnx(forward: GRUWeights, backward: GRUWeights | None = None) -> OnnxWeights:
    """Give the weights of one GRU node, with those of the direction backwards if it has two.

    Its activations must be the operator's default. Raises ValueError when the two directions
    differ in shape, dtype, having biases, or the place of r.

    Source: the specification of the ONNX operator GRU.
    """
    directions = [forward] if backward is None else [forward, backward]
    for name, weights in zip(("forward", "backward"), directions, strict=False):
        check_kind(name, weights, GRUWeights, "from_layer")
    one, other = _kind(directions[0]), _kind(directions[-1])
    if one != other:
        raise ValueError(f"backward must be as forward, {one}, got {other}")
    W = torch.stack([swap_r_and_z(d.weight_ih) for d in directions])
    R = torch.stack([swap_r_and_z(d.weight_hh) for d in directions])
    biases = [(d.bias_ih, d.bias_hh) for d in directions]
    halves = [[swap_r_and_z(bias) for bias in pair if bias is not None] for pair in biases]
    B = None if forward.bias is None else to_array(torch.stack([*map(torch.cat, halves)]))
    return OnnxWeights(to_array(W), to_array(R), B, int(forward.reset_after))


def from_onnx(onnx: OnnxWeights) -> tuple[GRUWeights, ...]:
    """Take the weights of a GRU node: one GRUWeights for each direction, forward first.

    Raises TypeError or ValueError for a wrong dtype or shape or another linear_before_reset.
    """
    check_kind("onnx", onnx, OnnxWeights, "to_onnx")
    if onnx.linear_before_reset not in (0, 1):
        raise ValueError(f"linear_before_reset must be 0 or 1, got {onnx.linear_before_reset!r}")
    forms = {"R": "D 3H H", "W": "D 3H I", "B": "D 6H"}
    t = to_tensors({name: getattr(onnx, name) for name in forms}, forms, optional=("B",))
    directions = []
    for k in range(len(t["R"])):
        weight_ih, weight_hh = swap_r_and_z(t["W"][k]), swap_r_and_z(t["R"][k])
        bias_ih, bias_hh = None, None
        if t["B"] is not None:
            bias_ih, bias_hh = map(swap_r_and_z, t["B"][k].chunk(2))
        reset_after = bool(onnx.linear_before_reset)
        directions.append(GRUWeights(weight_ih, weight_hh, bias_ih, bias_hh, reset_after))
    return tuple(directions)


def _kind(weights: GRUWeights) -> str:
    """What two directions of one node must have in common."""
    dtype, shape = weights.weight_ih.dtype, tuple(weights.weight_ih.shape)
    biases = "no biases" if weights.bias is None else "biases"
    return f"{dtype} of shape {shape} with {biases} and reset_after={weights.reset_after}"
