"""How the last state's gradient shrinks or grows on its way back through time."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from gru_course.analysis.unrolling import unroll


def gradient_norms_by_lag(
    layer: nn.Module,
    input: Tensor,
    hx: Tensor | tuple[Tensor, Tensor] | None = None,
    *,
    loss: Callable[[Tensor], Tensor] = torch.sum,
    state: str = "h",
) -> Tensor:
    """Return ||dL/dh_{T-k}|| / ||dL/dh_T|| for the lags k = 0 to T, as (T + 1,).

    One backward pass gives all. Ratios many orders of magnitude below 1 at the start of training
    mean that an error at the end says next to nothing about steps so far back; those far above 1
    make training unstable. L looks at the last state in one direction only, so the ratio is a lower
    bound on how much of the state is carried so far: more of it may arrive than the sum shows.
    layer, input (T, B, I), hx: as in `unroll`; the states are those of the last layer, and lag T is
    its initial state. The norm is taken over all sequences and units. loss: what L makes of the
    last state (B, H), by default its sum. state: "h", or an LSTM's "c", on which it remembers.

    Raises TypeError or ValueError as `unroll` does, for a state that the layer does not have, and
    when L does not depend on the last state. Taught in chapter 8.
    """
    with torch.enable_grad():
        run = unroll(layer, input, hx)
        if state not in run.start:
            raise ValueError(f"state must be one of {', '.join(run.start)}, got {state!r}")
        states = [run.start[state], *(getattr(step, state) for step in run.steps)]
        value = loss(run.steps[-1].h)
        if not value.requires_grad:
            raise ValueError(f"loss must depend on the last state, got the constant {value}")
        gradients = torch.autograd.grad(value, states)
    norms = torch.stack([gradient.norm() for gradient in reversed(gradients)])
    if not norms[0] > 0:
        raise ValueError(f"loss must depend on the last state, got a gradient of {norms[0].item()}")
    return norms / norms[0]
