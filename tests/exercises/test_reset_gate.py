import pytest
import torch

from gru_course.exercises.reset_gate import check_candidate


def right(x, h_prev, r, W_in, b_in, W_hn, b_hn):
    return torch.tanh(x @ W_in.T + b_in + r * (h_prev @ W_hn.T + b_hn))


def no_tanh(x, h_prev, r, W_in, b_in, W_hn, b_hn):
    return x @ W_in.T + b_in + r * (h_prev @ W_hn.T + b_hn)


def bias_outside(x, h_prev, r, W_in, b_in, W_hn, b_hn):
    return torch.tanh(x @ W_in.T + b_in + r * (h_prev @ W_hn.T) + b_hn)


def reset_before(x, h_prev, r, W_in, b_in, W_hn, b_hn):
    return torch.tanh(x @ W_in.T + b_in + (r * h_prev) @ W_hn.T + r * b_hn)


def nothing_returned(x, h_prev, r, W_in, b_in, W_hn, b_hn):
    right(x, h_prev, r, W_in, b_in, W_hn, b_hn)


def one_example(x, h_prev, r, W_in, b_in, W_hn, b_hn):
    return right(x, h_prev, r, W_in, b_in, W_hn, b_hn)[0]


WRONG = [
    (check_candidate, no_tanh, "step of torch.nn.RNNCell; yours differs by"),
    (check_candidate, no_tanh, "comes out without the tanh"),
    (check_candidate, bias_outside, "b_hn stands outside of what r scales"),
    (check_candidate, reset_before, "r multiplies h_prev before the product"),
    (check_candidate, nothing_returned, "is a return missing?"),
    (check_candidate, one_example, "yours has the shape (4,), not (5, 4)"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


def test_the_right_one_passes():
    assert check_candidate(right)
