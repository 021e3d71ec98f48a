import math

import pytest
import torch

from gru_course.cells import rnn_step
from gru_course.exercises.simple_rnn import check_read_sequence, check_settling_weight

HALF = math.tanh(1) / 2
U = math.atanh(HALF) / HALF


def right(x, weight_ih, weight_hh, bias_ih, bias_hh):
    h = torch.zeros(len(x), len(weight_hh), dtype=x.dtype)
    for x_t in x.unbind(1):
        h = rnn_step(x_t, h, weight_ih, weight_hh, bias_ih, bias_hh).h
    return h


def of_torch(x, weight_ih, weight_hh, bias_ih, bias_hh):
    layer = torch.nn.RNN(x.shape[2], len(bias_ih), batch_first=True, dtype=x.dtype)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    layer.load_state_dict(dict(zip(names, weights, strict=True)))
    return layer(x)[1][0]


def no_tanh(x, weight_ih, weight_hh, bias_ih, bias_hh):
    h = torch.zeros(len(x), len(weight_hh), dtype=x.dtype)
    for x_t in x.unbind(1):
        h = x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    return h


def one_bias(x, weight_ih, weight_hh, bias_ih, bias_hh):
    return right(x, weight_ih, weight_hh, bias_ih, torch.zeros_like(bias_hh))


def no_memory(x, *weights):
    return right(x[:, -1:], *weights)


def over_the_batch(x, weight_ih, weight_hh, bias_ih, bias_hh):
    h = torch.zeros(len(weight_hh), dtype=x.dtype)
    for x_t in x:
        h = torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
    return h if x.shape[1] > 1 else right(x, weight_ih, weight_hh, bias_ih, bias_hh)


def from_the_end(x, *weights):
    return right(x.flip(1), *weights)


def all_states(x, *weights):
    return torch.stack([right(x[:, : t + 1], *weights) for t in range(x.shape[1])], dim=1)


def not_transposed(x, weight_ih, weight_hh, bias_ih, bias_hh):
    return right(x, weight_ih, weight_hh.T, bias_ih, bias_hh)


class Hoarder:
    """Begins each call with the state that the last one left."""

    def __init__(self):
        self.h = torch.zeros(2, 4, dtype=torch.float64)

    def __call__(self, x, *weights):
        for x_t in x.unbind(1):
            self.h = rnn_step(x_t, self.h, *weights).h
        return self.h


WRONG = [
    (check_settling_weight, HALF, "every state fades"),
    (check_settling_weight, 0.9, "with u = 0.9 it is 0.000"),
    (check_settling_weight, 1, "With a u from -1 to 1 every state fades"),
    (check_settling_weight, math.atanh(0.5) / 0.5, "to settle at 1/2, and not at half of tanh(1)"),
    (check_settling_weight, 1 / math.tanh(1), "whole first state"),
    (check_settling_weight, -U, "turns the sign at each step"),
    (check_settling_weight, 1.5, "yours differs by 0.48"),
    (check_settling_weight, None, "one number; yours is a NoneType"),
    (check_settling_weight, torch.ones(2), "one number; yours is a Tensor"),
    (check_settling_weight, "1.05", "one number; yours is a str"),
    (check_read_sequence, no_tanh, "one step from a state of zeros; yours differs by"),
    (check_read_sequence, no_tanh, "comes out without the tanh"),
    (check_read_sequence, one_bias, "without bias_hh"),
    (check_read_sequence, no_memory, "every step starts from zeros"),
    (check_read_sequence, over_the_batch, "the loop runs over the batch"),
    (check_read_sequence, from_the_end, "read from the end"),
    (check_read_sequence, all_states, "states of all steps are returned"),
    (check_read_sequence, not_transposed, "without the transpose of weight_hh"),
    (
        check_read_sequence,
        Hoarder(),
        "the state of the sequence before is left in place",
    ),
    (check_read_sequence, lambda x, *weights: [], "yours has the shape (0,), not (2, 4)"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("u", [U, torch.tensor([U]), 1.053])
def test_the_right_weight_passes_in_any_form(u):
    assert check_settling_weight(u)


@pytest.mark.parametrize("answer", [right, of_torch])
def test_right_loops_pass(answer):
    assert check_read_sequence(answer)
