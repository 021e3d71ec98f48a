import math

import pytest
import torch
from torch import nn

from gru_course.cells import gru_step
from gru_course.exercises.the_cell import check_largest_lstm, check_my_step


def search(budget, inputs, *, maps=4, biases=2, start=0, strict=False):
    units = start
    while True:
        used = maps * (units + 1) * (inputs + units + 1 + biases)
        if used > budget or (strict and used == budget):
            return units
        units += 1


def solved(budget, inputs):
    """The positive root of 4 H^2 + 4 (I + 2) H = budget."""
    half = (inputs + 2) / 2
    return int(math.sqrt(half**2 + budget / 4) - half)


def my_step(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    x_r, x_z, x_n = (x @ weight_ih.T + bias_ih).chunk(3, dim=-1)
    h_r, h_z, h_n = (h_prev @ weight_hh.T + bias_hh).chunk(3, dim=-1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    return (1 - z) * torch.tanh(x_n + r * h_n) + z * h_prev


def of_torch(x, h_prev, *weights):
    cell = nn.GRUCell(x.shape[1], h_prev.shape[1], dtype=x.dtype)
    names = [name for name, _ in cell.named_parameters()]
    cell.load_state_dict(dict(zip(names, weights, strict=True)))
    return cell(x, h_prev)


def varied(**change):
    """The step with one of its lines changed; functions of the parts named as they are."""

    def step(x, h_prev, W_ih, W_hh, b_ih, b_hh):
        x_r, x_z, x_n = (x @ W_ih.T + b_ih).chunk(3, dim=-1)
        h_r, h_z, h_n = (h_prev @ W_hh.T + b_hh).chunk(3, dim=-1)
        sums = (x_z + h_z, x_r + h_r) if change.get("swap_rows") else (x_r + h_r, x_z + h_z)
        r, z = sums if change.get("no_sigmoid") else map(torch.sigmoid, sums)
        b_hn = b_hh.chunk(3)[2]
        n = change.get("n", lambda x_n, r, h_n, b_hn: torch.tanh(x_n + r * h_n))(x_n, r, h_n, b_hn)
        return change.get("h", lambda r, z, n, h: (1 - z) * n + z * h)(r, z, n, h_prev)

    return step


def reset_before(*arguments):
    return gru_step(*arguments, reset_after=False).h


def before_with_bias(x, h_prev, W_ih, W_hh, b_ih, b_hh):
    r, z, _, _ = gru_step(x, h_prev, W_ih, W_hh, b_ih, b_hh)
    W_in, W_hn = W_ih.chunk(3)[2], W_hh.chunk(3)[2]
    b_in, b_hn = b_ih.chunk(3)[2], b_hh.chunk(3)[2]
    n = torch.tanh(x @ W_in.T + b_in + (r * h_prev) @ W_hn.T + r * b_hn)
    return (1 - z) * n + z * h_prev


def deaf(x, h_prev, W_ih, W_hh, b_ih, b_hh):
    weights = W_hh.clone()
    weights[: 2 * h_prev.shape[1]] = 0
    return gru_step(x, h_prev, W_ih, weights, b_ih, b_hh).h


WRONG = [
    (check_largest_lstm, lambda budget, inputs: 34, "parameters grow faster than units"),
    (check_largest_lstm, lambda *args: search(*args) + 1, "first size that does not fit is taken"),
    (check_largest_lstm, lambda *args: search(*args, maps=3), "an LSTM has four"),
    (
        check_largest_lstm,
        lambda *args: search(*args, biases=1),
        "a map has one bias, not two",
    ),
    (check_largest_lstm, lambda *args: search(*args, strict=True), "may not reach it"),
    (check_largest_lstm, lambda *args: search(*args, start=1), "without a look whether it fits"),
    (check_largest_lstm, lambda budget, inputs: float(search(budget, inputs)), "yours is a float"),
    (check_largest_lstm, lambda budget, inputs: print(end=""), "is a return missing?"),
    (check_my_step, varied(h=lambda r, z, n, h: z * n + (1 - z) * h), "z and 1 - z are swapped"),
    (check_my_step, varied(h=lambda r, z, n, h: n), "or the candidate is all"),
    (check_my_step, varied(swap_rows=True), "the rows of r and z are swapped"),
    (check_my_step, varied(no_sigmoid=True), "without the sigmoid of the gates"),
    (check_my_step, varied(n=lambda x_n, r, h_n, b: x_n + r * h_n), "without the tanh"),
    (check_my_step, varied(n=lambda x_n, r, h_n, b: torch.tanh(x_n + (1 - r) * h_n)), "open for"),
    (check_my_step, varied(n=lambda x_n, r, h_n, b: torch.tanh(x_n + r * (h_n - b))), "b_hn"),
    (check_my_step, varied(n=lambda x_n, r, h_n, b: torch.tanh(x_n + h_n)), "without r"),
    (
        check_my_step,
        varied(n=lambda x_n, r, h_n, b: torch.tanh(x_n + r * (h_n - b) + b)),
        "outside",
    ),
    (check_my_step, varied(n=lambda x_n, r, h_n, b: torch.tanh(r * x_n + h_n)), "and not the past"),
    (check_my_step, varied(n=lambda x_n, r, h_n, b: torch.sigmoid(x_n + r * h_n)), "a sigmoid in"),
    (check_my_step, reset_before, "outside of what r scales, as with r before the product"),
    (check_my_step, before_with_bias, "r multiplies h_prev before the product, with b_hn"),
    (check_my_step, varied(h=lambda r, z, n, h: (1 - r) * n + r * h), "z = 1 should return"),
    (check_my_step, deaf, "the gates hear the input alone"),
    (check_my_step, gru_step, "yours is a GRUStep"),
    (check_my_step, lambda *args: my_step(*args)[:1], "the shape (1, 4), not (5, 4)"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [search, solved])
def test_right_sizes_pass(answer):
    assert check_largest_lstm(answer)


@pytest.mark.parametrize("answer", [my_step, of_torch])
def test_right_steps_pass(answer):
    assert check_my_step(answer)
