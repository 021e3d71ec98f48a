"""The check of chapter 16: does a layer let one sequence of a batch hear another?"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, equal, same

B, T, I, H = 4, 7, 3, 5


class Whispering(nn.Module):
    """A GRU that keeps its sequences apart, but tells the others of the first one's inputs.

    share: how much of it is added where, (B, T, 1).
    """

    def __init__(self, share: Tensor):
        super().__init__()
        self.gru, self.share = _gru(batch_first=True), share

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Output (B, T, H) and last state (1, B, H) for x (B, T, I)."""
        output, state = self.gru(x)
        return output + self.share * x[0].sum(), state


@exercise("16.1")
def check_leaks(leaks: Callable[[nn.Module, Tensor], bool]) -> Iterator[Finding]:
    """Check `leaks(layer, x)`: whether the first sequence of x (B, T, I) moves other outputs."""
    x = torch.randn(B, T, I, generator=torch.Generator().manual_seed(0))
    given = x.clone()
    apart, mixed = leaks(_gru(batch_first=True), given), leaks(_gru(batch_first=False), x.clone())
    exchanged = equal("", mixed, False).holds
    own = "when the first sequence's own output counts as well"
    yield equal(
        "a layer with batch_first=True should not leak",
        apart,
        False,
        {True: "when True and False change places" if exchanged else own},
    )
    yield same("x should stay as it was", given, x)
    yield equal("a layer that takes the batch for time should leak", mixed, True)
    for should, where, size, how in (
        ("a leak into the last sequence alone", (-1, ...), 1.0, "when the last one is left out"),
        ("a leak at the last step alone", (slice(1, B), -1), 1.0, "when not all steps count"),
        ("a leak that lowers the outputs", (slice(1, B),), -1.0, "without the absolute value"),
        ("a small leak", (slice(1, B),), 1e-5, "when a tolerance is as large as the leak"),
    ):
        share = torch.zeros(B, T, 1)
        share[where] = size
        found = leaks(Whispering(share), x.clone())
        yield equal(f"{should} should be found", found, True, {False: how})
    share = torch.zeros(B, T, 1)
    share[1], share[2] = 1.0, -1.0
    yield equal(
        "a leak that raises one sequence and lowers another should be found",
        leaks(Whispering(share), x.clone()),
        True,
        {False: "when changes are added up, and these two cancel"},
    )


def _gru(*, batch_first: bool) -> nn.GRU:
    """A GRU whose weights are drawn without touching the reader's dice."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.GRU(I, H, batch_first=batch_first)
