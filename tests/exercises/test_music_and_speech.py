import pytest
import torch

from gru_course.exercises.music_and_speech import check_hold_gate


def right(layer, rows, mean):
    for weight in (layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_hh_l0):
        weight[rows] = 0
    layer.bias_ih_l0[rows] = torch.logit(mean)


def split_between_the_biases(layer, rows, mean):
    right(layer, rows, mean)
    layer.bias_hh_l0[rows] = 1
    layer.bias_ih_l0[rows] -= 1


def mean_as_bias(layer, rows, mean):
    right(layer, rows, mean)
    layer.bias_ih_l0[rows] = mean


def second_bias_left(layer, rows, mean):
    kept = layer.bias_hh_l0.clone()
    right(layer, rows, mean)
    layer.bias_hh_l0[:] = kept


def listens_to_the_state(layer, rows, mean):
    kept = layer.weight_hh_l0.clone()
    right(layer, rows, mean)
    layer.weight_hh_l0[:] = kept


def all_rows(layer, rows, mean):
    right(layer, slice(None), mean.repeat(3))


def always_z(layer, rows, mean):
    right(layer, slice(4, 8), mean)


def a_copy_alone(layer, rows, mean):
    silent = layer.weight_ih_l0[rows] * 0
    silent[:] = mean[:, None]


WRONG = [
    (check_hold_gate, mean_as_bias, "comes out when the mean itself is the bias"),
    (check_hold_gate, second_bias_left, "when b_hh's rows are not set to 0"),
    (check_hold_gate, listens_to_the_state, "when W_hh's rows are not set to 0"),
    (check_hold_gate, all_rows, "the rows of the others should stay"),
    (check_hold_gate, always_z, "when r is held, the rows of the others should stay"),
    (check_hold_gate, a_copy_alone, "r should stand at its mean at every step"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, split_between_the_biases])
def test_right_ones_pass(answer):
    assert check_hold_gate(answer)


def test_the_readers_random_numbers_go_on_as_they_would():
    torch.manual_seed(3)
    check_hold_gate(right)
    drawn = torch.rand(1)
    torch.manual_seed(3)
    assert torch.equal(drawn, torch.rand(1))
