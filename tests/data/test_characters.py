import math

import pytest
import torch

from gru_course.data.characters import (
    batches,
    decode,
    encode,
    frequency_baseline,
    log_frequencies,
    pad_batch,
    uniform_baseline,
)
from gru_course.losses import accuracy, categorical_nll


def test_text_survives_encoding():
    classes = encode("cab", "abc")
    assert classes.tolist() == [2, 0, 1] and classes.dtype == torch.int64
    assert decode(classes, "abc") == "cab"


def test_a_batch_by_hand():
    x, y, mask = pad_batch(["ba", "b"], "ab")
    assert y.tolist() == [[1, 0], [1, 0]]
    assert mask.tolist() == [[True, True], [True, False]]
    assert x.tolist() == [[[0, 0], [0, 1]], [[0, 0], [0, 0]]]


def test_the_input_is_the_text_one_step_late():
    x, y, mask = pad_batch(["abacab", "cc"], "abc")
    late, before = x[:, 1:], y[:, :-1]
    assert accuracy(late, before, mask[:, 1:]).item() == 1
    assert (x[:, 0] == 0).all() and (x[~mask] == 0).all()


def test_every_text_comes_once_in_each_pass():
    texts = ["a" * n for n in (5, 1, 4, 2, 3)]
    lengths = [batch.mask.sum(1).tolist() for batch in batches(texts, "a", 2)]
    assert lengths == [[1, 2], [3, 4], [5]]
    shuffled = [
        batch.mask.sum(1).tolist() for batch in batches(texts, "a", 2, seed=1, shuffle=True)
    ]
    assert shuffled != lengths and sorted(shuffled) == lengths


def test_the_log_frequencies_are_shares_and_none_is_nought():
    shares = log_frequencies(["aab", "a"], "abc").exp()
    torch.testing.assert_close(shares, torch.tensor([3.5, 1.5, 0.5]) / 5.5)


def test_baselines_by_hand():
    assert uniform_baseline("abcdefgh") == pytest.approx(3 * math.log(2))
    a, b = math.log(3.5 / 5), math.log(1.5 / 5)
    assert frequency_baseline(["aab", "a"], ["ab", "b"], "ab") == pytest.approx(-(a + 2 * b) / 3)


def test_the_baseline_is_what_the_output_bias_costs():
    texts = ["abba", "cab", "b"]
    _, y, mask = pad_batch(texts, "abc")
    logits = log_frequencies(texts, "abc").expand(*y.shape, 3)
    baseline = frequency_baseline(texts, texts, "abc")
    assert categorical_nll(logits, y, mask).item() == pytest.approx(baseline, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: encode("abx", "ab"), "text must hold characters of the alphabet only, got 'x'"),
        (lambda: pad_batch([], "ab"), "texts must hold one text at least and none empty, got 0"),
        (lambda: batches(["a", ""], "ab", 2), "none empty"),
        (lambda: batches(["a"], "ab", 0), "batch_size must be at least 1, got 0"),
    ],
)
def test_what_is_no_text_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("call", [pad_batch, lambda text, known: batches(text, known, 2)])
def test_one_text_is_no_list_of_texts(call):
    message = "texts must be a list of texts, got one text of 4 characters"
    with pytest.raises(TypeError, match=message):
        call("abab", "ab")
