import numpy as np
import pytest
import torch

from gru_course.data.batching import batches_of, minibatches

X = torch.arange(10.0).reshape(10, 1, 1)


def order(batches):
    return [int(value) for x, _, _ in batches for value in x.flatten()]


def test_an_epoch_shows_every_sequence_once_beside_its_target():
    batches = list(minibatches(X, -X, 4, seed=1))
    assert [len(x) for x, _, _ in batches] == [4, 4, 2]
    assert sorted(order(batches)) == list(range(10))
    assert all(torch.equal(y, -x) for x, y, _ in batches)


def test_the_seed_alone_decides_the_order():
    torch.manual_seed(1)
    first = order(minibatches(X, X, 4, seed=5))
    torch.manual_seed(2)
    assert order(minibatches(X, X, 4, seed=5)) == first
    assert order(minibatches(X, X, 4, seed=6)) != first
    assert order(minibatches(X, X, 4, shuffle=False)) == list(range(10))


def test_tensors_and_functions_are_both_data():
    def function(batch_size, *, seed, shuffle):
        return minibatches(X, X, batch_size, seed=seed, shuffle=shuffle)

    from_function = order(batches_of(function, 3, seed=2, shuffle=True))
    assert order(batches_of((X, X), 3, seed=2, shuffle=True)) == from_function


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        ((X, X[:3]), ValueError, "equally many sequences, one at least, got 10 and 3"),
        ((X[:0], X[:0]), ValueError, "equally many sequences, one at least, got 0 and 0"),
        (lambda batch_size, *, seed, shuffle: [], ValueError, "one batch at least, got none"),
        (X, TypeError, r"data must be tensors \(x, y\) or a function .* got Tensor"),
        ("sine", TypeError, "data must be tensors .* got str"),
        (None, TypeError, "data must be tensors .* got NoneType"),
        ([X, X], TypeError, r"data must be tensors .* got list \(Tensor, Tensor\)"),
        ((X, X, X), TypeError, r"got tuple \(Tensor, Tensor, Tensor\)"),
        ((X.numpy(), X.numpy()), TypeError, r"got tuple \(ndarray, ndarray\)"),
        (("x", "y"), TypeError, r"got tuple \(str, str\)"),
        ((1, 2, 3, 4, 5), TypeError, r"got tuple \(int, int, int, int, ...\)"),
    ],
)
def test_data_of_another_form_or_without_batches_is_refused(data, error, message):
    with pytest.raises(error, match=message):
        list(batches_of(data, 4))


@pytest.mark.parametrize(
    ("batches", "message"),
    [
        (None, r"data must yield batches \(x, y, mask\), got NoneType"),
        ([(X, X)], r"of tensors, mask or None, batch 1 is tuple \(Tensor, Tensor\)"),
        ([(X, X, None), X], "batch 2 is Tensor"),
        ([(X, np.ones(2), None)], r"batch 1 is tuple \(Tensor, ndarray, NoneType\)"),
        ([(X, X, [True])], r"batch 1 is tuple \(Tensor, Tensor, list\)"),
        (["xym"], "batch 1 is str"),
    ],
)
def test_a_function_that_yields_no_batches_is_refused(batches, message):
    with pytest.raises(TypeError, match=message):
        list(batches_of(lambda *_, **__: batches, 4))


def test_a_batch_holds_one_sequence_at_least():
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        list(minibatches(X, X, 0))
