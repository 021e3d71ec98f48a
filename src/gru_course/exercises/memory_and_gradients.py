"""The checks of chapter 08: a latch that forgets on command, and clipping."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from gru_course.cells import gru_step
from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same, that

SILENCE = 50  # steps
NEARLY = 0.01


@exercise("8.4", function=False)
def check_forget_weights(forget_weights: Sequence[float] | Tensor) -> Iterator[Finding]:
    """Check the weights (3) with which r, z and n of the latch hear the command."""
    given = isinstance(forget_weights, list | tuple | Tensor)
    yield that(
        given and len(torch.as_tensor(forget_weights).shape) == 1 and len(forget_weights) == 3,
        "there should be three weights, for r, z and n",
        f"yours is {forget_weights!r}",
    )
    weights = [float(weight) for weight in forget_weights]
    wanted, held = torch.zeros(2, 1, dtype=torch.float64), _held()
    commanded = _step(held, weights)
    r, z = _sigmoid(40 + weights[0]), _sigmoid(weights[1])
    written = math.tanh(weights[2])
    yield same(
        "the command should bring the state to 0, after a pulse of +1 and of -1",
        commanded,
        wanted,
        {
            "when the gates stay as they were": _step(held),
            "when z goes to 1: it keeps": held,
            "when r goes to 0 and z does not: half of the state goes past r": _step(
                held, [-800, 0]
            ),
            "when z goes to 0 and r does not: the candidate still sees the state": _step(
                held, [0, -800]
            ),
            f"when n hears the command too: both gates are 0, and it writes {written:.3g}": (
                wanted + written
            ),
            f"when r is {r:.2g} and z is {z:.2g} on the command": commanded,
        },
        tolerance=NEARLY,
    )
    later = _silence(commanded)
    yield that(
        (later.abs() < NEARLY).all(),
        f"{SILENCE} silent steps later the state should still be 0",
        f"yours is back at {later[0].item():+.3f} and {later[1].item():+.3f}. What is left after "
        "the command doubles at each step, so the gates must come nearer to 0",
    )


@exercise("8.5")
def check_clip(clip: Callable[[list[Tensor], float], list[Tensor]]) -> Iterator[Finding]:
    """Check `clip(gradients, limit)`: the gradients, of any shapes, with a joint norm in limit."""
    draw = torch.Generator().manual_seed(0)
    gradients = [torch.randn(shape, generator=draw).double() for shape in [(4, 3), (4,), (2, 2)]]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    norm, limit = flat.norm(), 2.0
    each = torch.stack([gradient.norm() for gradient in gradients])
    shrunk = [gradient * limit / own for gradient, own in zip(gradients, each, strict=True)]

    yield same(
        "gradients within the limit should stay as they are",
        _flat(clip(_copies(gradients), 2 * norm.item())),
        flat,
        {
            "when they are scaled up to the limit": 2 * flat,
            "when they are always scaled to the norm 1": flat / norm,
        },
    )
    found = _flat(clip(_copies(gradients), limit))
    yield same(
        "beyond it, the norm of all together should be the limit",
        found.norm() if isinstance(found, Tensor) else found,
        limit,
        {
            "when nothing is clipped": norm,
            "when each gradient is scaled by its own norm": _flat(shrunk).norm(),
            "when the norms are summed, and not their squares": norm * limit / each.sum(),
            "when each number is clipped by itself": flat.clamp(-limit, limit).norm(),
            "when the limit is forgotten in the factor limit / norm": 1.0,
            "when the factor is limit / norm squared, a root being missing": limit / norm,
        },
    )
    yield same("the direction should stay", found, flat * limit / norm)
    nothing = torch.zeros_like(flat)
    yield same(
        "a gradient of zeros should stay zeros",
        _flat(clip([nothing], limit)),
        nothing,
    )


def _held() -> Tensor:
    """The states of two latches on their way up after a pulse of +1 and of -1, (2, 1).

    Once they are settled, a z that goes to 0 alone would leave them where they are.
    """
    pulse = torch.tensor([[1.0], [-1.0]], dtype=torch.float64)
    return _step(torch.tanh(4 * pulse) / 2)


def _sigmoid(a: float) -> float:
    return torch.tensor(a, dtype=torch.float64).sigmoid().item()


def _silence(state: Tensor) -> Tensor:
    for _ in range(SILENCE):
        state = _step(state)
    return state


def _step(state: Tensor, command: Sequence[float] = ()) -> Tensor:
    """One step of the chapter's latch without a pulse; with weights for it, on the command."""
    r, z, n = [*command, 0, 0, 0][:3]
    a = torch.tensor([40 + r, z, n], dtype=state.dtype)
    weight_hh = torch.tensor([[0.0], [0.0], [3.0]], dtype=state.dtype)
    none = torch.zeros_like(weight_hh)
    return gru_step(torch.zeros_like(state), state, none, weight_hh, a, none[:, 0]).h


def _copies(gradients: list[Tensor]) -> list[Tensor]:
    return [gradient.clone() for gradient in gradients]


def _flat(gradients: Any) -> Any:
    """All numbers in a row; what is no list of tensors is handed on, for the finding to name."""
    if isinstance(gradients, list | tuple) and all(isinstance(one, Tensor) for one in gradients):
        return torch.cat([one.flatten() for one in gradients])
    return gradients
