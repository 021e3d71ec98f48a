"""The checks of chapter 15: a detective for closed boxes, and a cell in Chung et al.'s form."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations, product
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gru_course.cells import gru_step
from gru_course.exercises.checking import exercise
from gru_course.exercises.findings import Finding, equal, named, same, that

Box = Callable[..., Tensor]
B, I = 6, 2


class Form(NamedTuple):
    """One of the 24 forms of a GRU, in the order in which a detective says it."""

    order: str  # of the blocks of rows
    keeps: bool  # what z near 1 does
    after: bool  # where r multiplies: after the product

    def box(self) -> Box:
        """A step in this form: (x, h_prev, w_ih, w_hh, b_ih, b_hh) to the new state."""

        def step(x: Tensor, h_prev: Tensor, *weights: Tensor) -> Tensor:
            stacks = (dict(zip(self.order, weight.chunk(3), strict=True)) for weight in weights)
            rows = [torch.cat([s["r"], s["z"] if self.keeps else -s["z"], s["n"]]) for s in stacks]
            return gru_step(x, h_prev, *rows, reset_after=self.after).h

        return step

    def __str__(self) -> str:
        does = "keeps" if self.keeps else "replaces"
        place = "after" if self.after else "before"
        return f"a box with the order {self.order} in which z {does} and r acts {place} the product"


FORMS = [
    Form("".join(order), keeps, after)
    for order, keeps, after in product(permutations("rzn"), (True, False), (True, False))
]
KEEPING = [form for form in FORMS if form.keeps]
REPLACING = [form for form in FORMS if not form.keeps]


@exercise("15.1")
def check_detect(detect: Callable[[Box], Sequence]) -> Iterator[Finding]:
    """Check `detect(box)`: the order of the blocks, whether z keeps, whether r acts after."""
    said = {form: detect(form.box()) for form in FORMS}
    threes = [isinstance(each, tuple | list) and len(each) == 3 for each in said.values()]
    first = said[FORMS[0]]
    yield that(
        all(threes),
        "detect should return three answers: the order, whether z keeps, whether r acts after",
        f"yours returns {named(first)}",
    )
    yield that(
        all(sorted(str(order)) == ["n", "r", "z"] for order, *_ in said.values()),
        "the order should be a word of the three letters, such as 'zrn'",
        f"yours is {first[0]!r}",
    )
    yield _told(
        "the block that moves a state of 0 should be n",
        {form: answers[0].index("n") for form, answers in said.items()},
        {form: form.order.index("n") for form in FORMS},
    )
    for forms, how in ((KEEPING, "when r and z change places"), (REPLACING, HIGH)):
        yield _told(
            f"r and z should be told apart where z {'keeps' if forms is KEEPING else 'replaces'}",
            {form: said[form][0] for form in forms},
            {form: form.order for form in forms},
            partial(_swapped, how),
        )
    for part, should in (
        (1, "the second answer should be whether z near 1 keeps"),
        (2, "the third answer should be whether r acts after the product"),
    ):
        yield _told(
            should,
            {form: answers[part] for form, answers in said.items()},
            {form: form[part] for form in FORMS},
        )


R_FOR_Z = str.maketrans("rz", "zr")
HIGH = "when the gate that leaves the larger state is taken for z"


def _swapped(how: str, order: str) -> dict[str, str]:
    """The mistake of an order in which r and z change places."""
    return {order.translate(R_FOR_Z): how}


def _told(
    should: str,
    said: Mapping[Form, object],
    wanted: Mapping[Form, object],
    mistakes: Callable[[Any], dict] = lambda _: {},
) -> Finding:
    """The finding on what was said of several boxes; the first that is wrong is named."""
    findings = (
        equal(f"{should} (here: {form})", said[form], wanted[form], mistakes(wanted[form]))
        for form in wanted
    )
    wrong = next((finding for finding in findings if not finding.holds), None)
    return wrong or that(True, should, "")


@exercise("15.3")
def check_into_chung(into_chung: Callable[[list[Tensor]], Iterable[Tensor]]) -> Iterator[Finding]:
    """Check `into_chung(weights)`: a cell of one unit, b_hn = 0, for a step of Chung et al.

    weights: w_ih (3, I), w_hh (3, 1), b_ih (3,) and b_hh (3,), rows r, z, n, of a PyTorch cell.
    """
    draw = torch.Generator().manual_seed(0)

    def random(*shape: int) -> Tensor:
        return torch.randn(shape, generator=draw, dtype=torch.float64)

    weights = [random(3, I), random(3, 1), random(3), random(3)]
    weights[3][2] = 0
    given = [weight.clone() for weight in weights]
    found = into_chung(given)
    found = list(found) if isinstance(found, list | tuple) else [found]
    yield equal("there should be four weights: two matrices, two biases", len(found), 4)
    for name, mine, weight in zip(NAMES, found, weights, strict=True):
        yield same(
            f"in {name} the row of z alone should change its sign",
            mine,
            _turned(weight, 1),
            {
                "when nothing is changed": weight,
                "when every row is negated": -weight,
                "when the row of r is negated": _turned(weight, 0),
                "when the row of n is negated": _turned(weight, 2),
            },
        )
    x, h_prev = random(B, I), random(B, 1)
    yield same(
        "a step of Chung et al. should then give PyTorch's states",
        Form("rzn", keeps=False, after=False).box()(x, h_prev, *found),
        gru_step(x, h_prev, *weights).h,
    )
    yield same("the weights handed in should stay as they were", given[1], weights[1])
    inside = [*weights[:3], torch.ones(3, dtype=torch.float64)]
    yield that(
        _refuses(into_chung, inside),
        "a b_hn that is not 0 has no place in that form, and should raise a ValueError",
        "yours converts b_hn = 1 all the same",
    )
    two = [random(6, I), random(6, 2), random(6), torch.zeros(6, dtype=torch.float64)]
    yield that(
        _refuses(into_chung, two),
        "two units that read each other are another function, and should raise a ValueError",
        "yours converts them all the same",
    )


NAMES = ("w_ih", "w_hh", "b_ih", "b_hh")


def _turned(weight: Tensor, row: int) -> Tensor:
    """A copy of a weight (3, ...) with one row negated."""
    turned = weight.clone()
    turned[row] *= -1
    return turned


def _refuses(convert: Callable[[list[Tensor]], object], weights: list[Tensor]) -> bool:
    """Whether a conversion raises the ValueError that is asked for."""
    try:
        convert(weights)
    except ValueError:
        return True
    return False
