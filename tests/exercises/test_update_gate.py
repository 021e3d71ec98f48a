import math

import pytest
import torch

from gru_course.exercises.update_gate import check_bias_for_half_life, check_convert_update_gate


def bias(steps):
    return torch.logit(torch.tensor(0.5, dtype=torch.float64) ** (1 / steps))


def negated(weight):
    r, z, n = weight.chunk(3)
    return torch.cat([r, -z, n])


def in_place(weight):
    weight[4:8] *= -1
    return weight


WRONG = [
    (check_bias_for_half_life, lambda steps: 0.5 ** (1 / steps), "z is handed in"),
    (check_bias_for_half_life, lambda steps: -math.log(2) / steps, "bias of 0; yours differs"),
    (check_bias_for_half_life, lambda steps: -bias(steps), "when 1 - z keeps"),
    (check_bias_for_half_life, lambda steps: steps and math.log(max(steps - 1, 1)), "of 1/e"),
    (check_convert_update_gate, lambda weight: weight, "when nothing is changed"),
    (check_convert_update_gate, lambda weight: -weight, "r's rows, the first third"),
    (check_convert_update_gate, lambda w: torch.cat([*w.chunk(3)[:2], -w.chunk(3)[2]]), "n's rows"),
    (check_convert_update_gate, in_place, "stay as it was"),
    (check_convert_update_gate, lambda weight: 1 - weight, "r's rows"),
    (check_convert_update_gate, lambda weight: "negated", "yours is 'negated'"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


def test_right_ones_pass():
    assert check_bias_for_half_life(bias)
    assert check_convert_update_gate(negated)
