import numpy as np
import pytest
import torch

from gru_course.exercises.conventions import check_torch_rows


def right(array):
    z, r, n = np.split(array, 3, axis=-1)
    return np.concatenate([r, z, n], axis=-1).T


def as_tensor(array):
    return torch.tensor(right(array))


def over(array):
    """Swaps two blocks through views: the first is gone before it is read."""
    array = array.copy()
    array[..., :3], array[..., 3:6] = array[..., 3:6], array[..., :3]
    return array.T


def in_place(array):
    array[..., :6] = array[..., [3, 4, 5, 0, 1, 2]]
    return array.T


def of_order(order):
    def torch_rows(array):
        z, r, n = np.split(array, 3, axis=-1)
        return np.concatenate([{"z": z, "r": r, "n": n}[key] for key in order], axis=-1).T

    return torch_rows


def reshaped(array):
    r, z, n = right(array).T.reshape(9, -1).reshape(3, -1)
    return np.concatenate([r, z, n]).reshape(9, -1)


def reshaped_first(array):
    z, r, n = np.split(array.reshape(9, -1), 3)
    return np.concatenate([r, z, n])


def z_negated(array):
    rows = right(array).copy()
    rows[3:6] *= -1
    return rows


def matrices_only(array):
    return right(array) if array.ndim == 2 else array


def two_units(array):
    """Takes the number of columns for that of the units in every array."""
    return right(array)[:, :2] if array.ndim == 2 else right(array)


def no_return(array):
    right(array)


WRONG = [
    (check_torch_rows, no_return, "yours returns None (is a return missing?)"),
    (check_torch_rows, lambda array: right(array).T, "an array of the shape (2, 9)"),
    (check_torch_rows, lambda array: np.split(array, 3, axis=-1), "yours returns a list of 3"),
    (check_torch_rows, of_order("zrn"), "when the blocks stay in Keras' order"),
    (check_torch_rows, of_order("nrz"), "when the blocks are turned round"),
    (check_torch_rows, of_order("znr"), "when r stands last"),
    (check_torch_rows, reshaped_first, "reshaped, and not transposed"),
    (check_torch_rows, reshaped, "the last third should be the candidate's; yours differs"),
    (check_torch_rows, over, "when z is written over before it is copied"),
    (check_torch_rows, z_negated, "when z is negated as well"),
    (check_torch_rows, in_place, "should stay as it was"),
    (check_torch_rows, two_units, "a recurrent kernel, (H, 3H), should become (3H, H); yours has"),
    (check_torch_rows, matrices_only, "a row of the bias"),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_a_wrong_answer_is_told_what_is_wrong(rejects, check, answer, words):
    rejects(check, answer, words)


@pytest.mark.parametrize("answer", [right, as_tensor, lambda array: right(array)[::-1][::-1]])
def test_right_ones_pass(answer):
    assert check_torch_rows(answer)
