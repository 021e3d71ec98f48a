"""The forms of the two papers of 2014, in their letters, and of the lecture at FAU.

All three let r multiply h before the product. z near 1 keeps the old state in the third version of
Cho et al.'s paper (the first version had r after the product), and takes the new one in Chung et
al.'s and in the lecture. Since 1 - sigmoid(a) = sigmoid(-a), negated weights of z make one the
other.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from gru_course.conventions.arrays import to_array, to_tensors
from gru_course.conventions.weights import NAMES, GRUWeights, check_kind


class PaperWeights(NamedTuple):
    """The matrices of both papers: W (H, I) and U (H, H) for r, for z and for the candidate.

    The papers' equations show no biases; here they are b (H,), or None for all three.

    >>> paper = PaperWeights(*[np.ones((1, 3)), np.ones((1, 1))] * 3)
    >>> from_chung(paper).weight_ih[:, 0]  # r, z, n: this z keeps where the paper's replaces
    tensor([ 1., -1.,  1.], dtype=torch.float64)
    """

    W_r: np.ndarray
    U_r: np.ndarray
    W_z: np.ndarray
    U_z: np.ndarray
    W: np.ndarray
    U: np.ndarray
    b_r: np.ndarray | None = None
    b_z: np.ndarray | None = None
    b: np.ndarray | None = None


class LectureWeights(NamedTuple):
    """The lecture's matrices (H, H + I), which multiply [h, x], and its biases (H,).

    >>> lecture = LectureWeights(*[np.ones((2, 5)), np.ones(2)] * 3)
    >>> from_lecture(lecture).weight_ih.shape  # 5 columns: 2 units, 3 inputs
    torch.Size([6, 3])
    """

    W_r: np.ndarray
    b_r: np.ndarray
    W_z: np.ndarray
    b_z: np.ndarray
    W_h: np.ndarray
    b_h: np.ndarray


def to_cho(weights: GRUWeights) -> PaperWeights:
    """Give the weights of Cho et al. (2014), third version: h = z h_prev + (1 - z) h~.

    b_ih and b_hh become one bias, their sum. Raises ValueError unless reset_after is False.

    Source: arXiv:1406.1078v3, section 2.3, equations 5 to 8.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    weights.require(reset_after=False, form="the third version of Cho et al.")
    return _to_letters(weights)


def from_cho(paper: PaperWeights) -> GRUWeights:
    """Take the weights of Cho et al. (2014), third version; the biases become bias_ih.

    Raises TypeError or ValueError for a wrong dtype or shape, and for a bias without the others.
    """
    return _from_letters(paper)


def to_chung(weights: GRUWeights) -> PaperWeights:
    """Give the weights of Chung et al. (2014): h = (1 - z) h_prev + z h~.

    b_ih and b_hh become one bias, their sum. Raises ValueError unless reset_after is False.

    Source: arXiv:1412.3555, section 3.2. Taught in the chapter on conventions.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    weights.require(reset_after=False, form="Chung et al.")
    return _to_letters(_turn_z(weights))


def from_chung(paper: PaperWeights) -> GRUWeights:
    """Take the weights of Chung et al. (2014); the biases become bias_ih.

    Raises TypeError or ValueError as `from_cho` does.
    """
    return _turn_z(_from_letters(paper))


def to_lecture(weights: GRUWeights) -> LectureWeights:
    """Give the lecture's weights: Chung et al.'s, U and W of each gate side by side.

    Missing biases become zeros. Raises ValueError unless reset_after is False.

    Source: the lecture Deep Learning of FAU Erlangen-Nuremberg, part on recurrent networks.
    """
    check_kind("weights", weights, GRUWeights, "from_layer")
    weights.require(reset_after=False, form="the lecture's form")
    p = to_chung(weights)
    biases = (np.zeros_like(p.W[:, 0]) if b is None else b for b in (p.b_r, p.b_z, p.b))
    glued = (np.hstack(pair) for pair in ((p.U_r, p.W_r), (p.U_z, p.W_z), (p.U, p.W)))
    return LectureWeights(*(array for pair in zip(glued, biases, strict=True) for array in pair))


def from_lecture(lecture: LectureWeights) -> GRUWeights:
    """Take the lecture's weights; the biases become bias_ih.

    Raises TypeError or ValueError for a wrong dtype or shape.
    """
    check_kind("lecture", lecture, LectureWeights, "to_lecture")
    forms = {"b_r": "H", "b_z": "H", "b_h": "H", "W_r": "H K", "W_z": "H K", "W_h": "H K"}
    t = to_tensors(lecture._asdict(), forms)
    hidden_size, width = t["W_r"].shape
    if width <= hidden_size:
        raise ValueError(f"W_r must have more columns than its {hidden_size} rows, got {width}")
    U, W = torch.cat([t["W_r"], t["W_z"], t["W_h"]]).split([hidden_size, width - hidden_size], 1)
    b = torch.cat([t["b_r"], t["b_z"], t["b_h"]])
    rows = GRUWeights(W.contiguous(), U.contiguous(), b, torch.zeros_like(b), reset_after=False)
    return _turn_z(rows)


def _turn_z(weights: GRUWeights) -> GRUWeights:
    """Let z keep where it replaced, and the other way round: negate all rows of z."""

    def turn(rows: Tensor | None) -> Tensor | None:
        if rows is None:
            return None
        r, z, n = rows.chunk(3)
        return torch.cat([r, -z, n])

    turned: dict[str, Any] = {name: turn(getattr(weights, name)) for name in NAMES}
    return replace(weights, **turned)


def _to_letters(weights: GRUWeights) -> PaperWeights:
    """Cut the rows r, z, n apart."""
    W_r, W_z, W = map(to_array, weights.weight_ih.chunk(3))
    U_r, U_z, U = map(to_array, weights.weight_hh.chunk(3))
    if weights.bias is None:
        return PaperWeights(W_r, U_r, W_z, U_z, W, U)
    return PaperWeights(W_r, U_r, W_z, U_z, W, U, *map(to_array, weights.bias.chunk(3)))


def _from_letters(paper: PaperWeights) -> GRUWeights:
    """Check the matrices and stack them in the order r, z, n."""
    check_kind("paper", paper, PaperWeights, "to_cho and to_chung")
    square, wide, bias = ("U_r", "U_z", "U"), ("W_r", "W_z", "W"), ("b_r", "b_z", "b")
    forms = dict.fromkeys(square, "H H") | dict.fromkeys(wide, "H I") | dict.fromkeys(bias, "H")
    t = to_tensors(paper._asdict(), forms, optional=bias)
    given = [name for name in bias if t[name] is not None]
    if len(given) not in (0, 3):
        raise ValueError(f"b_r, b_z and b must all be given or all be None, got {given}")
    W, U = torch.cat([t[name] for name in wide]), torch.cat([t[name] for name in square])
    b = torch.cat([t[name] for name in bias]) if given else None
    return GRUWeights(W, U, b, None if b is None else torch.zeros_like(b), reset_after=False)
