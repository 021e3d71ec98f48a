"""The check of chapter 12: a gate that is held at its mean."""

from collections.abc import Callable, Iterator

import torch

from gru_course.cells import gru_step
from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, same

I, H, STEPS = 3, 4, 6
GATES = {"r": slice(0, H), "z": slice(H, 2 * H)}


@exercise("12.2")
def check_hold_gate(hold_gate: Callable) -> Iterator[Finding]:
    """Check `hold_gate(layer, rows, mean)`, which changes a torch.nn.GRU in place.

    rows: the slice of the gate among the rows r, z, n. mean (H,): where the gate is to stand.
    """
    for name, rows in GATES.items():
        torch_state = torch.random.get_rng_state()
        torch.manual_seed(0)
        layer = torch.nn.GRU(I, H, dtype=torch.float64).requires_grad_(False)
        x = torch.randn(STEPS, 1, I, dtype=torch.float64)
        mean = torch.rand(H, dtype=torch.float64)
        torch.random.set_rng_state(torch_state)
        before = [weight.clone() for weight in layer.parameters()]
        hold_gate(layer, rows, mean)
        after = [weight.detach() for weight in layer.parameters()]
        others = [k for k in range(3 * H) if k not in range(rows.start, rows.stop)]
        yield same(
            f"when {name} is held, the rows of the others should stay as they were",
            torch.cat([weight[others].flatten() for weight in after]),
            torch.cat([weight[others].flatten() for weight in before]),
        )
        gates = _trace(name, x, after)
        mistakes = {"when the mean itself is the bias": mean.sigmoid().expand(STEPS, H)}
        for part, old in zip(("b_hh", "W_ih", "W_hh"), (3, 0, 1), strict=True):
            kept = [weight.clone() for weight in after]
            kept[old][rows] = before[old][rows]
            kept[2][rows] = torch.logit(mean)
            mistakes[f"when {part}'s rows are not set to 0"] = _trace(name, x, kept)
        yield same(
            f"then {name} should stand at its mean at every step",
            gates,
            mean.expand(STEPS, H),
            mistakes,
        )


def _trace(name: str, x: torch.Tensor, weights: list[torch.Tensor]) -> torch.Tensor:
    h, gates = torch.zeros(1, H, dtype=torch.float64), []
    for x_t in x:
        step = gru_step(x_t, h, *weights)
        h = step.h
        gates.append(getattr(step, name)[0])
    return torch.stack(gates)
