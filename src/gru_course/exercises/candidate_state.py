"""The check of chapter 04: a detective that finds on which side of the product r acts."""

from collections.abc import Callable, Iterator

from torch import Tensor

from gru_course.cells import gru_step
from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, that

Step = Callable[..., Tensor]


@exercise("4.2")
def check_acts_after(acts_after: Callable[[Step], bool]) -> Iterator[Finding]:
    """Check `acts_after(step)`: whether the reset gate of `step` acts after the product.

    step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh) returns the new state, (B, H).
    """
    after, before = acts_after(_step(after=True)), acts_after(_step(after=False))
    told = [type(answer).__name__ for answer in (after, before) if type(answer) is not bool]
    yield that(
        not told,
        "the answer should be True or False",
        f"yours is of type {told[0] if told else ''} (a comparison of tensors needs .item())",
    )
    yield that(
        after is not before,
        "the two forms should get different answers",
        f"yours says {after} to both. With r = 1, or with one unit and no b_hn, they are one cell",
    )
    yield that(
        after,
        "PyTorch's form, r after the product, should be the True one",
        "yours has the two the wrong way round",
    )
    after = acts_after(_step(after=True, keeps=False))
    before = acts_after(_step(after=False, keeps=False))
    yield that(
        after is True and before is False,
        "a z that replaces, as in Chung et al. (2014), should not change the answer",
        f"yours says {after} to r after the product and {before} to before. "
        "There is a z with which both kinds give the same state",
    )


def _step(*, after: bool, keeps: bool = True) -> Step:
    """A step in one of four forms. keeps: whether z near 1 keeps the old state."""

    def step(
        x: Tensor,
        h_prev: Tensor,
        weight_ih: Tensor,
        weight_hh: Tensor,
        bias_ih: Tensor | None,
        bias_hh: Tensor | None,
    ) -> Tensor:
        done = gru_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh, reset_after=after)
        return done.h if keeps else done.z * done.n + (1 - done.z) * h_prev

    return step
