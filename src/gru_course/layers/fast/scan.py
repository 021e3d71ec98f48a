"""A blend carried on over time: h_t = (1 - z_t) n_t + z_t h_{t-1}, with z and n known beforehand.

Where neither gate nor candidate reads the old state, only this is left to be done step by step.
"""

from typing import Any

import torch
from torch import Tensor

from gru_course.layers.fast_path import is_gradient_watched, is_watched


def scan_readable(z: Tensor, n: Tensor, h_0: Tensor) -> Tensor:
    """Return every state h_t = (1 - z_t) n_t + z_t h_{t-1}.

    Shapes: z, n and the result (T, B, H), h_0 (B, H). Autograd records a node for every step.
    """
    states, h = [], h_0
    for z_t, n_t in zip(z, n, strict=True):
        h = torch.lerp(n_t, h, z_t)  # (1 - z_t) * n_t + z_t * h
        states.append(h)
    return torch.stack(states)


def scan(z: Tensor, n: Tensor, h_0: Tensor) -> Tensor:
    """Return what `scan_readable` returns, with derivatives by hand; the faster of the two.

    Shapes: z, n and the result (T, B, H), h_0 (B, H). Where each operation shall be seen, it is
    `scan_readable` that runs.
    """
    return scan_readable(z, n, h_0) if is_watched() else _Scan.apply(z, n, h_0)


class _Scan(torch.autograd.Function):
    """One operation a step each way, in place: no graph to build, and no memory but the results'.

    With d_t = dL/dh_t, summed over all ways from h_t to the loss, the chain rule says

        d_{t-1} = (dL/dh_{t-1} given from outside) + z_t d_t
        dL/dn_t = (1 - z_t) d_t
        dL/dz_t = (h_{t-1} - n_t) d_t

    The first line is a recurrence from the end, and the others wait for no step.
    """

    @staticmethod
    def forward(ctx: Any, z: Tensor, n: Tensor, h_0: Tensor) -> Tensor:
        h, h_prev = n.clone(memory_format=torch.contiguous_format), h_0
        for h_t, z_t in zip(h, z, strict=True):
            h_prev = h_t.lerp_(h_prev, z_t)
        ctx.save_for_backward(z, n, h_0, h)
        return h

    @staticmethod
    def backward(ctx: Any, grad_h: Tensor) -> tuple[Tensor | None, ...]:
        z, n, h_0, h = ctx.saved_tensors
        if is_gradient_watched(grad_h):
            return _readable_gradients((z, n, h_0), grad_h)

        d = grad_h.clone(memory_format=torch.contiguous_format)
        steps, gates = d.unbind(), z.unbind()
        for t in range(len(steps) - 1, 0, -1):
            steps[t - 1].addcmul_(gates[t], steps[t])

        grad_h_0 = gates[0] * steps[0]
        grad_z = torch.cat([h_0.unsqueeze(0), h[:-1]]).sub_(n).mul_(d)
        grad_n = d.addcmul_(z, d, value=-1)  # last: it overwrites d
        return grad_z, grad_n, grad_h_0


def _readable_gradients(inputs: tuple[Tensor, ...], grad_h: Tensor) -> tuple[Tensor | None, ...]:
    """Return the gradients of `scan_readable`, whose every operation is seen.

    They are those by views of the inputs, which end there: a candidate made from a state that is
    also h_0 would count its own history, and autograd counts it again when it gets there.
    """
    create_graph = torch.is_grad_enabled()
    with torch.enable_grad():
        inputs = tuple(tensor.view_as(tensor) for tensor in inputs)
        h = scan_readable(*inputs)
    wanted = [tensor for tensor in inputs if tensor.requires_grad]
    found = iter(torch.autograd.grad(h, wanted, grad_h, create_graph=create_graph))
    return tuple(next(found) if tensor.requires_grad else None for tensor in inputs)
