import pytest
import torch

from gru_course.exercises.unrolling import check_last_states


def right(out, lengths):
    return out[lengths - 1, torch.arange(len(lengths))]


def gathered(out, lengths):
    where = (lengths - 1)[None, :, None].expand(1, -1, out.shape[2])
    return out.gather(0, where)[0]


def one_by_one(out, lengths):
    return torch.stack([out[length - 1, row] for row, length in enumerate(lengths)])


def in_place(out, lengths):
    lengths -= 1
    return out[lengths, torch.arange(len(lengths))]


def cut_off(out, lengths):
    return torch.tensor(right(out, lengths).tolist(), dtype=out.dtype)


def late(out, lengths):
    return out[lengths, torch.arange(len(lengths))]


def averaged(out, lengths):
    rows = enumerate(lengths)
    return torch.stack([out[:length, row].mean(dim=0) for row, length in rows])


def squeezed(out, lengths):
    return right(out, lengths).squeeze()


def nothing_returned(out, lengths):
    right(out, lengths)


WRONG = [
    (check_last_states, lambda out, lengths: out[-1], "padding and all"),
    (check_last_states, late, "one step late"),
    (
        check_last_states,
        lambda out, n: out[torch.arange(len(n)), n - 1],
        "the two axes are swapped",
    ),
    (check_last_states, lambda out, n: out[n[0] - 1], "one sequence's length serves all"),
    (check_last_states, lambda out, n: out[n - 1], "looked up in all sequences"),
    (check_last_states, lambda out, n: out[n - 1], "the shape (6, 6, 3), not (6, 3)"),
    (check_last_states, averaged, "states of the real steps are averaged"),
    (check_last_states, squeezed, "the axis of the batch is dropped"),
    (check_last_states, cut_off, "cut off from it"),
    (check_last_states, lambda out, n: right(out, n).detach(), "lead back to out"),
    (check_last_states, nothing_returned, "is a return missing?"),
    (check_last_states, lambda out, n: (right(out, n), n), "yours is a tuple"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, gathered, one_by_one, in_place])
def test_right_ones_pass(answer):
    assert check_last_states(answer)
