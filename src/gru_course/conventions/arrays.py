"""From tensors to the arrays that other libraries hold, and back with their shapes checked."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

FLOATS = ("float32", "float64")


def to_array(tensor: Tensor) -> np.ndarray:
    """Copy the numbers of a tensor of any shape, wherever it lives, also while it is trained."""
    return tensor.detach().cpu().numpy().copy()


def to_tensors(
    arrays: Mapping[str, object], forms: Mapping[str, str], optional: Collection[str] = ()
) -> dict[str, Any]:
    """Copy the named arrays into tensors; one whose name is among the optional may be None.

    `forms` says what shape each must have, as `check_shapes` reads it.
    Raises TypeError unless all are float32 or all float64, ValueError for another shape.
    """
    given = {
        n: np.array(a, order="C") for n, a in arrays.items() if not (a is None and n in optional)
    }
    check_dtypes({name: str(array.dtype) for name, array in given.items()})
    check_shapes({name: array.shape for name, array in given.items()}, forms)
    tensors = {name: torch.from_numpy(array) for name, array in given.items()}
    return {name: tensors.get(name) for name in arrays}


def check_dtypes(dtypes: Mapping[str, str]) -> None:
    """Raise TypeError unless all are float32 or all float64."""
    first = next(iter(dtypes))
    for name, dtype in dtypes.items():
        if dtype not in FLOATS:
            raise TypeError(f"{name} must be float32 or float64, got {dtype}")
        if dtype != dtypes[first]:
            raise TypeError(f"{name} must be {dtypes[first]} as {first} is, got {dtype}")


def check_shapes(shapes: Mapping[str, tuple[int, ...]], forms: Mapping[str, str]) -> None:
    """Raise ValueError unless every shape has its form, such as "3H I" for weight_ih.

    An axis is a number, or a size with a factor before it. The first axis that has a size
    decides its value for all, so the form that leaves no doubt about it comes first.
    """
    sizes: dict[str, int] = {}
    for name, form in forms.items():
        if name not in shapes:
            continue
        shape, axes = shapes[name], form.split()
        known = "".join(f" with {size} = {value}" for size, value in sizes.items() if size in form)
        if len(shape) != len(axes) or not all(map(_fits, shape, axes, [sizes] * len(axes))):
            wanted = ", ".join(axes) + "," * (len(axes) == 1)
            raise ValueError(f"{name} must have shape ({wanted}){known}, got {tuple(shape)}")


def _fits(length: int, axis: str, sizes: dict[str, int]) -> bool:
    """Whether an axis has the length that its form asks for; a size seen first is noted."""
    if axis.isdigit():
        return length == int(axis)
    factor, size = int(axis[:-1] or 1), axis[-1]
    return length > 0 and length == factor * sizes.setdefault(size, length // factor)
