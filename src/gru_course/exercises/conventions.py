"""The check of the conventions page: one of Keras' arrays in PyTorch's rows."""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from gru_course.conventions import from_keras
from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, named, same, that

I, H = 2, 3


@exercise("C.2")
def check_torch_rows(torch_rows: Callable[[np.ndarray], Tensor | np.ndarray]) -> Iterator[Finding]:
    """Check `torch_rows(array)`: columns z, r, h (I, 3H) of Keras to rows r, z, n (3H, I).

    One row of a bias, (3H,), keeps its shape.
    """
    noise = np.random.default_rng(0)
    kernel, recurrent = noise.normal(size=(I, 3 * H)), noise.normal(size=(H, 3 * H))
    bias = noise.normal(size=(2, 3 * H))
    wanted = from_keras([kernel, recurrent, bias])
    r, z, n = wanted.weight_ih.chunk(3)
    reshaped = torch.from_numpy(kernel).reshape(3 * H, I).chunk(3)
    how = "when the array is reshaped, and not transposed"

    given = kernel.copy()
    rows = torch_rows(given)
    yield that(
        hasattr(rows, "shape") and tuple(rows.shape) == (3 * H, I),
        f"a kernel of the shape {kernel.shape} should become {(3 * H, I)}, a row for each unit",
        f"yours returns {named(rows)}",
    )
    first, middle, last = _plain(rows).chunk(3)
    yield same(
        "the last third should be the candidate's",
        last,
        n,
        {"when r stands last": r, "when the blocks are turned round, h, r, z": z, how: reshaped[2]},
    )
    yield same(
        "the first third should be the reset gate's",
        first,
        r,
        {"when the blocks stay in Keras' order": z, how: reshaped[1]},
    )
    yield same(
        "the middle third should be the update gate's",
        middle,
        z,
        {"when z is written over before it is copied": r, "when z is negated as well": -z},
    )
    yield same("the array that was handed in should stay as it was", given, kernel)
    square = _plain(torch_rows(recurrent.copy()))
    yield same("a recurrent kernel, (H, 3H), should become (3H, H)", square, wanted.weight_hh)
    row = _plain(torch_rows(bias[0].copy()))
    assert wanted.bias_ih is not None  # what was handed in has a bias
    yield same("a row of the bias, (3H,), should be put in order too", row, wanted.bias_ih)


def _plain(rows: Tensor | np.ndarray) -> Tensor:
    """Rows as a tensor, whatever their strides."""
    return torch.tensor(rows.copy()) if isinstance(rows, np.ndarray) else rows
