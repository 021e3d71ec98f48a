import pytest
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from gru_course.exercises.training import check_masked_nll
from gru_course.losses import bernoulli_nll


def cost(logits, y):
    return cross_entropy(logits, y, reduction="none").sum(dim=-1)


def right(logits, y, mask):
    return (cost(logits, y) * mask).sum() / mask.sum()


def chosen_first(logits, y, mask):
    return cost(logits[mask], y[mask]).mean()


def as_a_number(logits, y, mask):
    return right(logits, y, mask).item()


def over_keys_too(logits, y, mask):
    return cross_entropy(logits[mask], y[mask])


def padding_counted(logits, y, mask):
    return bernoulli_nll(logits, y)


def divided_by_all(logits, y, mask):
    return (cost(logits, y) * mask).mean()


def divided_by_real_ones(logits, y, mask):
    return cost(logits, y).sum() / mask.sum()


def by_piece(logits, y, mask):
    return ((cost(logits, y) * mask).sum(dim=1) / mask.sum(dim=1)).mean()


def silence_is_padding(logits, y, mask):
    return cost(logits, y)[y.sum(dim=2) > 0].mean()


def no_sigmoid(logits, y, mask):
    return -(y * logits.log() + (1 - y) * (1 - logits).log()).sum(dim=2)[mask].mean()


def two_sigmoids(logits, y, mask):
    return right(logits.sigmoid(), y, mask)


def only_sounding(logits, y, mask):
    return -(y * logits.sigmoid().log()).sum(dim=2)[mask].mean()


WRONG = [
    (check_masked_nll, over_keys_too, "averaged over the keys too"),
    (check_masked_nll, lambda *a: (cost(*a[:2]) * a[2]).sum(), "summed over all steps"),
    (check_masked_nll, lambda *a: (cost(*a[:2]) * a[2]).sum(1).mean(), "steps of a piece"),
    (check_masked_nll, lambda logits, y, mask: cost(logits, y), "there is one score a step"),
    (check_masked_nll, lambda *a: -right(*a), "without the minus"),
    (check_masked_nll, only_sounding, "only the keys that sound are counted"),
    (check_masked_nll, two_sigmoids, "the logits pass the sigmoid twice"),
    (check_masked_nll, no_sigmoid, "yours holds nan"),
    (check_masked_nll, padding_counted, "when the padding is counted"),
    (check_masked_nll, divided_by_all, "not out of the number of steps"),
    (check_masked_nll, divided_by_real_ones, "divided by the number of real ones"),
    (check_masked_nll, by_piece, "each piece counts alike"),
    (check_masked_nll, silence_is_padding, "taken for padding"),
    (check_masked_nll, lambda *a: print(end=""), "is a return missing?"),
    (check_masked_nll, lambda *a: (right(*a), a[2].sum()), "the shape (2,), not ()"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, chosen_first, as_a_number, bernoulli_nll])
def test_right_ones_pass(answer):
    assert check_masked_nll(answer)
