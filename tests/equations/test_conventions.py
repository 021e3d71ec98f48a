"""Weights in the forms of others: in JavaScript bit by bit those of the package."""

import numpy as np
import pytest
import torch

from gru_course import conventions

from .torch_side import NAMES

PAPERS = {"Cho": "cho", "Chung": "chung", "Lecture": "lecture"}


def drawn(input_size: int, hidden: int, *, reset_after: bool) -> conventions.GRUWeights:
    shapes = (3 * hidden, input_size), (3 * hidden, hidden), (3 * hidden,), (3 * hidden,)
    tensors = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    return conventions.GRUWeights(*tensors, reset_after=reset_after)


def nested(weights: conventions.GRUWeights) -> dict:
    return {name: getattr(weights, name).tolist() for name in NAMES}


@pytest.mark.parametrize("hidden", [1, 2, 5])
@pytest.mark.parametrize(("form", "python"), PAPERS.items())
def test_the_letters_of_the_papers(js, form, python, hidden):
    weights = drawn(3, hidden, reset_after=False)
    paper = getattr(conventions, f"to_{python}")(weights)
    given = js(f"(weights) => eq.to{form}(weights)", nested(weights))
    assert given == {name: array.tolist() for name, array in paper._asdict().items()}
    back = getattr(conventions, f"from_{python}")(paper)
    assert js(f"(paper) => eq.from{form}(paper)", given) == nested(back)


@pytest.mark.parametrize("hidden", [1, 2, 5])
@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
def test_the_arrays_of_keras(js, after, hidden):
    weights = drawn(3, hidden, reset_after=after)
    arrays = conventions.to_keras(weights)
    given = js("([w, resetAfter]) => eq.toKeras(w, { resetAfter })", [nested(weights), after])
    assert given == [array.tolist() for array in arrays]
    back = conventions.from_keras(list(map(np.array, arrays)), reset_after=after)
    found = js("([arrays, resetAfter]) => eq.fromKeras(arrays, { resetAfter })", [given, after])
    assert found == nested(back)


def test_a_gate_that_keeps_is_one_that_does_not_replace(js):
    assert js("() => eq.replacing([0, 0.25, 1])") == [1, 0.75, 0]
