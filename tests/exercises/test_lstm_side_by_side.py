import pytest
import torch

from gru_course.exercises.lstm_side_by_side import check_two_counters

COUNTS = [[1.0, -1, 0], [0, 1, -1]]  # what a letter adds to each


def wiring(rows=COUNTS, gates=40.0):
    def wire(two):
        two.weight_ih_l0[4:6] = 20 * torch.tensor(rows)
        two.bias_ih_l0[:] = torch.tensor([gates] * 4 + [0.0] * 2 + [40.0] * 2)

    return wire


def another_layer(two):
    wiring()(torch.nn.LSTM(3, 2).requires_grad_(False))


def torchs_gru_rows(two):
    two.weight_ih_l0[2:4] = 20 * torch.tensor(COUNTS)  # f's rows, not g's


WRONG = [
    (check_two_counters, another_layer, "an a should move the memory; yours is (0, 0)"),
    (check_two_counters, torchs_gru_rows, "an a should move the memory"),
    (check_two_counters, wiring([[1.0, 0, 0], [0, 1, -1]]), "a b does not take the a off"),
    (check_two_counters, wiring(gates=2.0), "after abc the memory should be (0, 0)"),
    (check_two_counters, wiring([[1.0, -1, 0], [0, 0, 0]]), "after aabb it should not be (0, 0)"),
    (check_two_counters, wiring([[1.0, 0, -1], [1, 0, -1]]), "after abbc it should not be (0, 0)"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("rows", [COUNTS, [[0.0, 1, -1], [-1, 1, 0]]])
def test_right_ones_pass(rows):
    assert check_two_counters(wiring(rows))
