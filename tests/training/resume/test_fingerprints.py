from functools import partial

import pytest
import torch

from gru_course.data.batching import minibatches
from gru_course.training.resume.fingerprints import data_fingerprint, fingerprint

X = torch.arange(24.0).reshape(4, 3, 2)
Y = -X


def of(data, *, batch_size=2, seed=7, shuffle=True):
    return data_fingerprint("train_data", data, batch_size, seed=seed, shuffle=shuffle)


def function(x=X, y=Y):
    return lambda batch_size, **how: minibatches(x, y, batch_size, **how)


def test_the_same_numbers_have_one_fingerprint_however_they_lie_in_memory():
    assert fingerprint({"a": X, "b": Y}) == fingerprint({"b": Y.clone(), "a": X.mT.clone().mT})
    assert fingerprint({"a": X.requires_grad_()}) == fingerprint({"a": X.detach()})


@pytest.mark.parametrize(
    "other",
    [
        {"a": torch.tensor([[1.0, 2.0]])},
        {"a": torch.tensor([1.0, 2.0], dtype=torch.float64)},
        {"a": torch.tensor([1.0, 2.0000002])},
        {"b": torch.tensor([1.0, 2.0])},
        {"a": torch.tensor([1.0]), "b": torch.tensor([2.0])},
        {},
    ],
)
def test_other_names_types_shapes_and_bits_have_others(other):
    assert fingerprint({"a": torch.tensor([1.0, 2.0])}) != fingerprint(other)


@pytest.mark.parametrize("dtype", [torch.bool, torch.bfloat16, torch.int64, torch.complex64])
def test_every_dtype_has_a_fingerprint_and_so_do_scalars_and_nothing(dtype):
    shapes = [(), (0,), (1,), (2, 3)]
    prints = {fingerprint({"a": torch.ones(shape, dtype=dtype)}) for shape in shapes}
    assert len(prints) == 4


def test_minus_zero_is_another_number():
    assert fingerprint({"a": torch.tensor(0.0)}) != fingerprint({"a": torch.tensor(-0.0)})


def test_of_tensors_every_sequence_counts():
    changed = X.clone()
    changed[3, 2, 1] = changed[3, 2, 1].nextafter(torch.tensor(1e9))
    assert of((X, Y)) == of((X.clone(), Y.clone()), seed=8)
    assert len({of((X, Y)), of((changed, Y)), of((Y, X)), of((X, changed))}) == 4


def test_of_a_function_every_batch_of_the_seed_counts():
    assert of(function()) == of(partial(function()))
    assert of(function(), seed=1) != of(function(), seed=2)
    for place in range(len(X)):  # two batches of two
        changed = X.clone()
        changed[place, 2, 1] = changed[place, 2, 1].nextafter(torch.tensor(1e9))
        assert of(function(changed), shuffle=False) != of(function(), shuffle=False)
    assert of(function(X[:2], Y[:2]), shuffle=False) != of(function(), shuffle=False)


def test_the_mask_counts():
    def padded(mask):
        return lambda *_, **__: [(X, Y, mask)]

    masks = [None, torch.ones(4, 3) > 0, torch.zeros(4, 3) > 0]
    assert len({of(padded(mask)) for mask in masks}) == 3


def test_a_function_that_draws_from_the_global_numbers_is_seeded_and_leaves_them_alone():
    def drawing(*_, **__):
        yield torch.rand(2, 3, 1), torch.rand(2, 3, 1), None

    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    assert of(drawing) == of(drawing)
    assert torch.equal(torch.rand(3), expected)


def test_a_function_that_yields_something_else_each_time_is_refused():
    batches = iter([(X, Y, None), (Y, X, None)])
    message = "train_data must yield equal batches for equal seeds, .* differ for seed 7"
    with pytest.raises(ValueError, match=message):
        of(lambda *_, **__: [next(batches)])
