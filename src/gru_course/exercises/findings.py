"""One property of an answer: what should be so, and what is so instead."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor


class Finding(NamedTuple):
    """Whether one property holds. should: the property. fault: the sentence if it does not hold."""

    holds: bool
    should: str
    fault: str


def that(holds: bool | Tensor, should: str, instead: str) -> Finding:
    """The finding on a property, a flag or one in a tensor (); `instead` says what was seen."""
    return Finding(bool(holds), should, f"{should}; {instead}.")


def equal(
    should: str, yours: Any, wanted: Any, mistakes: Mapping[Any, str] | None = None
) -> Finding:
    """The finding on whether a plain value, such as a count, a flag or a name, is the wanted one.

    mistakes: for wrong values that are known, how one comes by them ("with the LSTM's four gates").
    A tensor of one element and a NumPy number or flag count as the Python value that they hold.
    """
    yours = _plain(yours)
    known = {repr(value): how for value, how in (mistakes or {}).items()}
    return that(
        type(yours) is type(wanted) and yours == wanted,
        should,
        f"yours is {named(yours)}{_explained(known.get(repr(yours)))}",
    )


def same(
    should: str,
    yours: Any,
    wanted: Tensor | np.ndarray | float,
    mistakes: Mapping[str, Tensor | float] | None = None,
    *,
    tolerance: float = 1e-6,
) -> Finding:
    """The finding on whether a tensor (any shape) or number is the wanted one, up to `tolerance`.

    mistakes: how one comes by a wrong result ("without the sigmoid") and that result; of those
    that are what the answer returned, the first is named.
    """
    wanted = _number(wanted)
    try:
        found = _number(yours)
    except (TypeError, ValueError, RuntimeError):
        return that(False, should, f"yours is {named(yours)}")
    if found.shape != wanted.shape:
        shapes = f"the shape {tuple(found.shape)}, not {tuple(wanted.shape)}"
        return that(False, should, f"yours has {shapes}{_explained(_how(found, mistakes))}")
    if not found.isfinite().all():
        return that(False, should, f"yours holds {found[~found.isfinite()][0].item()}")
    apart = (found - wanted).abs().amax().item() if found.numel() else 0.0
    how = _how(found, mistakes) if apart > tolerance else None
    return that(apart <= tolerance, should, f"yours differs by {apart:.2g}{_explained(how)}")


def _how(found: Tensor, mistakes: Mapping[str, Tensor | float] | None) -> str | None:
    results = ((how, _number(result)) for how, result in (mistakes or {}).items())
    return next((how for how, result in results if _alike(found, result)), None)


def _alike(a: Tensor, b: Tensor) -> bool:
    return a.shape == b.shape and torch.allclose(a, b, rtol=0, atol=1e-6, equal_nan=True)


def _explained(how: str | None) -> str:
    return f", which is what comes out {how}" if how else ""


def _number(value: Any) -> Tensor:
    return torch.as_tensor(value).detach().to("cpu", torch.float64)


def _plain(value: Any) -> Any:
    one = value.numel() == 1 if isinstance(value, Tensor) else isinstance(value, np.generic)
    return value.item() if one else value


def named(value: Any) -> str:
    """What a value is, in words that a sentence can end with."""
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, bool | int | str):
        return repr(value)
    kind = "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
    if isinstance(value, Tensor | np.ndarray):
        return f"{kind} of the shape {tuple(value.shape)}"
    return f"{kind} of {len(value)}" if isinstance(value, list | tuple) else kind
