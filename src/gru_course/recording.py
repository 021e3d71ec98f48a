"""Whether somebody looks at single operations: autocast, tracing, export, transforms."""

import torch
from torch import Tensor


def is_autocast(x: Tensor) -> bool:
    """Whether autocast is on where x (any shape) lives; some devices, such as "meta", have none."""
    kind = x.device.type
    return torch.amp.is_autocast_available(kind) and torch.is_autocast_enabled(kind)


def is_watched() -> bool:
    """Whether operations are recorded or transformed one by one, which no in-place loop survives.

    For `torch.func` torch has a name without underscore only in its own code.
    """
    transformed = torch._C._are_functorch_transforms_active()
    return transformed or torch.jit.is_tracing() or torch.compiler.is_compiling()
