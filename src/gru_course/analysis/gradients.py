"""How the last state's gradient shrinks or grows on its way back through time."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from gru_course.analysis.unrolling import unroll


def gradient_norms_by_lag(
    layer: nn.Module,
    input: Tensor,
    hx=None,
    *,
    loss: Callable[[Tensor], Tensor] = torch.sum,
    state: str = "h",
) -> Tensor:
    """Return ||dL/dh_{T-k}|| / ||dL/dh_T|| for the lags k = 0 to T, as (T + 1,).

    One backward pass gives all. Below 1 what lies k steps back is hard to learn from, and its
    effect on the state is as small; a thousand times 1 makes training unstable.
    layer, input (T, B, I), hx: as in `unroll`; the states are those of the last layer, and lag T is
    its initial state. The norm is taken over all sequences and units. loss: what L makes of the
    last state (B, H), by default its sum. state: "h", or an LSTM's "c", on which it remembers.

    Raises TypeError or ValueError as `unroll` does, for a state that the layer does not have, and
    when L does not depend on the last state.
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
