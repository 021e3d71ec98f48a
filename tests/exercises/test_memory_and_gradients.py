import pytest
import torch
from torch import nn

from gru_course.exercises.memory_and_gradients import check_clip, check_forget_weights


def joint(gradients):
    return torch.stack([gradient.norm() for gradient in gradients]).norm()


def right(gradients, limit):
    factor = min(1, limit / joint(gradients))
    return [gradient * factor for gradient in gradients]


def of_torch(gradients, limit):
    weights = [nn.Parameter(gradient) for gradient in gradients]
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient
    nn.utils.clip_grad_norm_(weights, limit, error_if_nonfinite=True)
    return [weight.grad for weight in weights]


def always(gradients, limit):
    return [gradient * limit / joint(gradients) for gradient in gradients]


def beyond(change):
    """Right for gradients within the limit; beyond it they are changed."""

    def clip(gradients, limit):
        return gradients if joint(gradients) <= limit else change(gradients, limit)

    return clip


def each(gradients, limit):
    return [gradient * limit / gradient.norm() for gradient in gradients]


def by_value(gradients, limit):
    return [gradient.clamp(-limit, limit) for gradient in gradients]


def summed(gradients, limit):
    whole = sum(gradient.norm() for gradient in gradients)
    return [gradient * limit / whole for gradient in gradients]


def squared(gradients, limit):
    return [gradient * limit / joint(gradients) ** 2 for gradient in gradients]


def turned(gradients, limit):
    return [-gradient for gradient in right(gradients, limit)]


def not_a_number(gradients, limit):
    clipped = right(gradients, limit)
    return [gradient / gradient.norm() * gradient.norm() for gradient in clipped]


WRONG = [
    (check_forget_weights, [0, 0, 0], "the gates stay as they were"),
    (check_forget_weights, [-800, 0, 0], "half of the state goes past r"),
    (check_forget_weights, [0, -800, 0], "the candidate still sees the state"),
    (check_forget_weights, [-20, -20, 0], "the candidate still sees the state"),
    (check_forget_weights, [-800, 800, 0], "when z goes to 1: it keeps"),
    (check_forget_weights, torch.tensor([-800, -800, 0.5]), "it writes 0.462"),
    (check_forget_weights, [800, 800, 0], "when z goes to 1: it keeps"),
    (check_forget_weights, [-800, -800, -800], "it writes -1"),
    (check_forget_weights, [-800, -800, 800], "it writes 1"),
    (check_forget_weights, [-1, -1, 0], "when r is 1 and z is 0.27 on the command"),
    (check_forget_weights, [-60, -10, 0], "yours is back at +0.995 and -0.995"),
    (check_forget_weights, [-800, -800], "three weights, for r, z and n; yours is [-800, -800]"),
    (check_forget_weights, -800, "three weights, for r, z and n; yours is -800"),
    (check_forget_weights, None, "yours is None"),
    (check_forget_weights, torch.full((3, 1), -800.0), "three weights"),
    (check_clip, always, "scaled up to the limit"),
    (check_clip, lambda gradients, limit: always(gradients, 1), "always scaled to the norm 1"),
    (check_clip, lambda gradients, limit: gradients, "when nothing is clipped"),
    (check_clip, beyond(each), "scaled by its own norm"),
    (check_clip, by_value, "each number is clipped by itself"),
    (check_clip, beyond(lambda g, limit: always(g, 1)), "the limit is forgotten"),
    (check_clip, beyond(summed), "the norms are summed, and not their squares"),
    (check_clip, beyond(squared), "a root being missing"),
    (check_clip, beyond(turned), "the direction should stay; yours differs by"),
    (check_clip, not_a_number, "should stay zeros; yours holds nan"),
    (check_clip, lambda gradients, limit: right(gradients, limit)[0], "yours has the shape (4, 3)"),
    (check_clip, lambda gradients, limit: print(end=""), "is a return missing?"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize(
    "answer", [[-800, -800, 0], (-100.0, -100.0, 0.0), torch.tensor([-800.0, -800, 0])]
)
def test_weights_that_close_both_gates_pass(answer):
    assert check_forget_weights(answer)


@pytest.mark.parametrize("answer", [right, of_torch])
def test_right_clipping_passes(answer):
    assert check_clip(answer)
