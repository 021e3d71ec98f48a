import pytest
import torch

from gru_course.exercises.bug_museum import check_leaks


def moved(layer, x):
    changed = x.clone()
    changed[0] += 1
    return (layer(changed)[0] - layer(x)[0]).detach()


def in_place(layer, x):
    changed = x
    changed[0] += 1
    return bool((layer(changed)[0] - layer(x)[0])[1:].abs().amax() > 0)


def of(change):
    return lambda layer, x: change(moved(layer, x))


WRONG = [
    (check_leaks, of(lambda d: bool(d.abs().amax() > 0)), "the first sequence's own output counts"),
    (check_leaks, of(lambda d: None), "should not leak; yours is None (is a return missing?)"),
    (check_leaks, of(lambda d: d.abs().amax(dim=(1, 2)) > 0), "should not leak; yours is a Tensor"),
    (check_leaks, of(lambda d: str(bool(d[1:].any()))), "should not leak; yours is 'False'"),
    (check_leaks, in_place, "x should stay as it was"),
    (check_leaks, of(lambda d: not d[1:].any()), "when True and False change places"),
    (check_leaks, lambda layer, x: bool(x.sum() > 1e9), "takes the batch for time should leak"),
    (check_leaks, of(lambda d: bool(d[1].any())), "when the last one is left out"),
    (check_leaks, of(lambda d: bool(d[1:, 0].any())), "when not all steps count"),
    (check_leaks, of(lambda d: bool(d[1:].amax() > 0)), "without the absolute value"),
    (check_leaks, of(lambda d: bool(d[1:].abs().amax() > 0.01)), "as large as the leak"),
    (check_leaks, of(lambda d: bool(d[1:].sum().abs() > 1e-4)), "these two cancel"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [lambda d: bool(d[1:].any()), lambda d: d[1:].abs().amax() > 0])
def test_right_ones_pass(answer):
    assert check_leaks(of(answer))


def test_the_readers_dice_are_not_thrown():
    torch.manual_seed(3)
    check_leaks(of(lambda d: bool(d[1:].any())))
    found = torch.rand(1)
    torch.manual_seed(3)
    assert torch.equal(found, torch.rand(1))
