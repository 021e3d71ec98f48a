"""Whether somebody looks at single operations: autocast, tracing, export, transforms."""

import torch
from torch import Tensor
from torch.autograd import forward_ad
from torch.fx.experimental.proxy_tensor import get_proxy_mode


def is_autocast(x: Tensor) -> bool:
    """Whether autocast is on where x (any shape) lives; some devices, such as "meta", have none."""
    kind = x.device.type
    return torch.amp.is_autocast_available(kind) and torch.is_autocast_enabled(kind)


def is_watched() -> bool:
    """Whether operations are recorded or transformed one by one, which no in-place loop survives.

    For `torch.func` and for forward derivatives, inside `dual_level`, torch has a name without
    underscore only in its own code.
    """
    return (
        torch.compiler.is_compiling()
        or torch.jit.is_tracing()
        or get_proxy_mode() is not None  # make_fx
        or torch._C._are_functorch_transforms_active()
        or forward_ad._current_level >= 0
    )


def is_gradient_watched(*gradients: Tensor | None) -> bool:
    """Whether the way back from gradients of any shape is watched: the way forth may not have been.

    That is when what it makes shall be differentiated (create_graph=True), or is made for a batch
    of gradients at once (a vmap; is_grads_batched=True is one of torch's older kind).
    """
    batched = torch._C._functorch.is_legacy_batchedtensor
    given = (gradient for gradient in gradients if gradient is not None)
    return torch.is_grad_enabled() or is_watched() or any(map(batched, given))
