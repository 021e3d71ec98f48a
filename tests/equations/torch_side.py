"""What torch computes for the same numbers: the other side of every comparison."""

import torch
from torch import Tensor

from gru_course.cells import gru_step, lstm_step, rnn_step

NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
BLOCKS = {"gru": 3, "lstm": 4, "rnn": 1}
SIZES = (1, 2, 5, 16)
# Larger usual weights would make a network whose steps magnify rounding, in torch as here.
SCALES = {"zero": 0.0, "denormal": 5e-324, "usual": 0.1, "large": 10.0, "huge": 300.0}


class Case:
    """A cell over T steps in float64: random multiples of `scale`, and what the loss asks for.

    x: T inputs (I,). hs and cs: T + 1 states (1, H), the initial ones first.
    """

    def __init__(self, cell: str, hidden: int, scale: float, *, steps: int = 5, after: bool = True):
        blocks, self.cell, self.after = BLOCKS[cell] * hidden, cell, after
        shapes = ((blocks, 2), (blocks, hidden), (blocks,), (blocks,))
        multiples = [(torch.randn(shape, dtype=torch.float64) * 4).round() for shape in shapes]
        self.weights = [(scale * m).requires_grad_() for m in multiples]
        self.x = [torch.randn(2, dtype=torch.float64).requires_grad_() for _ in range(steps)]
        self.h0, self.c0 = (
            torch.empty(1, hidden, dtype=torch.float64).uniform_(-1, 1).requires_grad_()
            for _ in range(2)
        )
        self.ask_h, self.ask_c = torch.randn(2, steps, hidden, dtype=torch.float64)
        self.hs, self.cs = self._run()

    def _run(self) -> tuple[list[Tensor], list[Tensor]]:
        hs, cs = [self.h0], [self.c0]
        for x in self.x:
            rows = x[None], hs[-1]
            if self.cell == "gru":
                step = gru_step(*rows, *self.weights, reset_after=self.after)
            elif self.cell == "lstm":
                step = lstm_step(*rows, cs[-1], *self.weights)
                cs.append(step.c)
            else:
                step = rnn_step(*rows, *self.weights)
            hs.append(step.h)
        return hs, cs

    def loss(self) -> Tensor:
        """A loss that looks at every h, and at every c of an LSTM."""
        total = (torch.cat(self.hs[1:]) * self.ask_h).sum()
        if self.cell == "lstm":
            total = total + (torch.cat(self.cs[1:]) * self.ask_c).sum()
        return total

    def for_js(self) -> dict:
        return {
            "weights": dict(zip(NAMES, (w.tolist() for w in self.weights), strict=True)),
            "xs": [x.tolist() for x in self.x],
            "h0": self.h0[0].tolist(),
            "c0": self.c0[0].tolist(),
            "dH": self.ask_h.tolist(),
            "dC": self.ask_c.tolist(),
            "cell": self.cell,
            "options": {"resetAfter": self.after},
        }


# In JavaScript: `run` gives the steps of any cell, `back` its step back.
RUN = """
const run = ({ cell, xs, h0, c0, weights, options }) => ({
  gru: () => eq.gruRun(xs, h0, weights, options),
  lstm: () => eq.lstmRun(xs, h0, c0, weights),
  rnn: () => eq.rnnRun(xs, h0, weights),
})[cell]();
const back = ({ cell }) => eq[`${cell}StepBack`];
"""


def assert_close(found, expected, *, tolerance=1e-13):
    """Equal to 1e-13 of the largest number, or of 1 where that is larger."""
    expected = torch.as_tensor(expected, dtype=torch.float64)
    found = torch.as_tensor(found, dtype=torch.float64)
    assert found.isfinite().all()
    size = max(1.0, expected.abs().max().item())
    torch.testing.assert_close(found, expected, rtol=0, atol=tolerance * size)
