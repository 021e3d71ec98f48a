"""Truncated backpropagation: the same numbers forth, shorter gradients back, flat memory."""

import pytest
import torch

from gru_course.lab.bench.footprint import LONG, SHORT, WINDOW
from gru_course.lab.bench.memory import peak_bytes
from gru_course.layers import GRU
from gru_course.losses import masked_mse
from gru_course.models import SequenceModel
from gru_course.training.windows import backward_in_windows, detached

CPU = torch.device("cpu")


def model_and_batch(cell="gru", steps=10):
    model = SequenceModel(2, 4, 1, cell=cell).double()
    lengths = torch.tensor([steps, 3])
    x, y = torch.randn(2, steps, 2).double(), torch.randn(2, steps, 1).double()
    return model, (x, y, torch.arange(steps) < lengths[:, None])


def gradients(model, batch, window):
    model.zero_grad()
    mean = backward_in_windows(model, batch, masked_mse, window)
    return mean, [parameter.grad.clone() for parameter in model.parameters()]


@pytest.mark.parametrize("cell", ["gru", "lstm", "rnn"])
@pytest.mark.parametrize("window", [1, 3, 4, 10, 99])
def test_the_loss_is_that_of_the_whole_sequence(cell, window):
    model, batch = model_and_batch(cell)
    whole = masked_mse(model(batch[0])[0], batch[1], batch[2]).item()
    assert backward_in_windows(model, batch, masked_mse, window) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("window", [None, 10, 99])
def test_a_window_that_holds_the_sequence_truncates_nothing(window):
    model, batch = model_and_batch()
    loss = masked_mse(model(batch[0])[0], batch[1], batch[2])
    expected = torch.autograd.grad(loss, [*model.parameters()])
    mean, found = gradients(model, batch, window)
    assert mean == loss.item()
    assert all(torch.equal(a, b) for a, b in zip(found, expected, strict=True))


def test_a_gradient_ends_where_its_window_begins():
    """The loss of the last step alone: in windows of one, only that step's input reaches it."""
    model, (x, y, _) = model_and_batch()
    mask = torch.zeros(2, 10, dtype=torch.bool)
    mask[:, -1] = True
    x.requires_grad_()
    for window, reached in ((1, 1), (4, 2), (5, 5), (10, 10)):  # windows begin at 0, 4, 8
        x.grad = None
        backward_in_windows(model, (x, y, mask), masked_mse, window)
        steps = x.grad.abs().sum(dim=(0, 2))
        assert steps.count_nonzero() == reached
        assert steps[-reached:].count_nonzero() == reached


def test_gradients_of_windows_add_up():
    model, batch = model_and_batch()
    expected = [torch.zeros_like(p) for p in model.parameters()]
    state, total = None, batch[2].sum()
    for start in (0, 4, 8):
        here = slice(start, start + 4)
        output, state = model(batch[0][:, here], state)
        real = batch[2][:, here]
        share = (output - batch[1][:, here]).square()[real].sum() / total
        for sum_, part in zip(
            expected, torch.autograd.grad(share, [*model.parameters()]), strict=True
        ):
            sum_ += part
        state = state.detach()
    for found, sum_ in zip(gradients(model, batch, 4)[1], expected, strict=True):
        torch.testing.assert_close(found, sum_, rtol=1e-12, atol=1e-14)


def test_memory_stays_flat_in_windows_and_grows_without():
    def peak(steps, window):
        model = SequenceModel(4, 8, 1)
        batch = torch.randn(2, steps, 4), torch.randn(2, steps, 1), None
        return peak_bytes(lambda: backward_in_windows(model, batch, masked_mse, window), CPU)

    assert peak(LONG, WINDOW) <= 1.5 * peak(SHORT, WINDOW)
    assert peak(LONG, None) >= 8 * peak(SHORT, None)


def test_a_detached_state_has_the_same_numbers_and_no_past():
    h, c = torch.ones(1, requires_grad=True) * 2, torch.ones(1, requires_grad=True) * 3
    assert detached(h).item() == 2 and not detached(h).requires_grad
    assert [s.requires_grad for s in detached((h, c))] == [False, False]


def test_two_directions_are_not_cut():
    layer = GRU(1, 4, bidirectional=True, batch_first=True)
    batch = torch.randn(2, 9, 1), torch.randn(2, 9, 8), None
    with pytest.raises(ValueError, match="also reads from the end"):
        backward_in_windows(layer, batch, masked_mse, 4)
    assert backward_in_windows(layer, batch, masked_mse) > 0


@pytest.mark.parametrize(("window", "error"), [(0, ValueError), (2.5, TypeError)])
def test_a_window_that_is_no_length_is_refused(window, error):
    model, batch = model_and_batch()
    with pytest.raises(error, match="window"):
        backward_in_windows(model, batch, masked_mse, window)
