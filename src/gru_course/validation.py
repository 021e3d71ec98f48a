"""Checks where input enters: each message names the argument, the rule and the value received."""

import math
from numbers import Real

import torch
from torch import Tensor


def positive_integer(name: str, value: int) -> int:
    """Return value, or raise TypeError (not an integer) or ValueError (below 1)."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be an integer, got {value!r}")
    if value < 1:
        raise ValueError(f"{name} must be at least 1, got {value}")
    return value


def seed_number(name: str, value: int) -> int:
    """Return value, or raise ValueError when torch's generators take no such seed."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ValueError(f"{name} must be an integer from 0 to 2**63 - 1, got {value!r}")
    return value


def flag(name: str, value: bool) -> bool:
    """Return value, or raise TypeError: a number in a flag's place is a misplaced argument."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def probability(name: str, value: float) -> float:
    """Return value as a float, or raise TypeError (not a number) or ValueError (not in [0, 1])."""
    if not isinstance(value, Real) or isinstance(value, bool):  # NumPy's are Real as well
        raise TypeError(f"{name} must be a number from 0 to 1, got {value!r}")
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be a number from 0 to 1, got {value}")
    return float(value)


def positive_number(name: str, value: float) -> float:
    """Return value as a float, or raise TypeError (not a number) or ValueError (not above 0)."""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number above 0, got {value!r}")
    if not 0 < value < math.inf:
        raise ValueError(f"{name} must be a finite number above 0, got {value}")
    return float(value)


def choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Return value, or raise ValueError when it is none of the choices."""
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
    return value


def check_tensor(name: str, tensor: Tensor, shape: tuple[int, ...], weight: Tensor) -> None:
    """Raise unless tensor has the shape given and lives with the weights, and in their dtype."""
    check_beside(name, tensor, weight)
    if tensor.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {tuple(tensor.shape)}")


def check_beside(name: str, tensor: Tensor, weight: Tensor) -> None:
    """Raise TypeError or ValueError unless tensor, of any shape, has the weights' device and dtype.

    Under `torch.autocast` any dtype may enter, as in torch.nn: autocast converts it.
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"{name} must be a Tensor, got {type(tensor).__name__}")
    if tensor.device != weight.device:
        raise ValueError(
            f"{name} must be on the weights' device {weight.device}, got {tensor.device}"
        )
    if tensor.dtype != weight.dtype and not torch.is_autocast_enabled(weight.device.type):
        raise ValueError(f"{name} must have the weights' dtype {weight.dtype}, got {tensor.dtype}")
