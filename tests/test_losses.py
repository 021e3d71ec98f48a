import math

import pytest
import torch

from gru_course.losses import bernoulli_nll, count_steps, log_odds, masked_mse

LOSSES = [masked_mse, bernoulli_nll]
MASK = torch.tensor([[True, True, True], [True, False, False]])


def output_and_target(*, dtype=torch.float64):
    output = torch.randn(2, 3, 4, dtype=dtype)
    return output, torch.randint(2, (2, 3, 4)).to(dtype)


def test_squared_error_by_hand():
    output = torch.tensor([[[1.0, 2.0], [3.0, 0.0]]])
    target = torch.tensor([[[1.0, 0.0], [0.0, 0.0]]])
    assert masked_mse(output, target).item() == (4 + 9) / 4
    assert masked_mse(output, target, torch.tensor([[True, False]])).item() == 4 / 2


def test_nll_sums_over_keys_and_averages_over_steps():
    logits, target = output_and_target()
    probability = torch.sigmoid(logits)
    by_hand = -torch.where(target == 1, probability, 1 - probability).log().sum(-1).mean()
    torch.testing.assert_close(bernoulli_nll(logits, target), by_hand, rtol=1e-14, atol=1e-14)


def test_a_coin_for_each_key_costs_log_two_a_key():
    silence = torch.zeros(5, 7, 88, dtype=torch.float64)
    assert bernoulli_nll(silence, silence).item() == pytest.approx(88 * math.log(2), rel=1e-14)


def test_nll_of_certain_outputs_is_finite():
    logits = torch.tensor([[[1000.0, -1000.0]]])
    assert bernoulli_nll(logits, torch.tensor([[[1.0, 0.0]]])).item() == 0
    assert bernoulli_nll(logits, torch.tensor([[[0.0, 1.0]]])).item() == 2000


@pytest.mark.parametrize("loss", LOSSES)
def test_what_stands_in_the_padding_does_not_matter(loss):
    output, target = output_and_target()
    clean = loss(output, target, MASK)
    output[~MASK], target[~MASK] = torch.nan, torch.nan
    output.requires_grad_()
    padded = loss(output, target, MASK)
    padded.backward()
    assert torch.equal(padded, clean)
    assert (output.grad[~MASK] == 0).all()
    assert (output.grad[MASK] != 0).all()


@pytest.mark.parametrize("loss", LOSSES)
def test_every_real_step_counts_the_same(loss):
    output, target = output_and_target()
    long, short = loss(output[:1], target[:1]), loss(output[1:, :1], target[1:, :1])
    together = loss(output, target, MASK)
    torch.testing.assert_close(together, (3 * long + short) / 4, rtol=1e-14, atol=1e-14)


def test_averaging_over_padding_flatters():
    logits = torch.full((2, 3, 4), -40.0)  # sure of silence: right in the padding, wrong in music
    target = MASK[..., None].expand(2, 3, 4).float()
    assert bernoulli_nll(logits, target, MASK).item() == pytest.approx(160)
    assert bernoulli_nll(logits, target).item() == pytest.approx(160 * 4 / 6)


def test_log_odds_are_the_best_constant_guess():
    target = (torch.rand(50, 40, 3) < torch.tensor([0.1, 0.5, 0.8])).double()
    guess = log_odds(target).requires_grad_()
    bernoulli_nll(guess.expand(target.shape), target).backward()
    assert guess.grad.abs().max() < 5e-4  # half a step in 2000, since 0.5 was added to the counts


def test_log_odds_of_silent_and_sounding_keys_are_finite_and_opposite():
    target = torch.tensor([[[0, 1], [0, 1], [1, 0]]], dtype=torch.uint8)
    silent, sounding = log_odds(target, torch.tensor([[True, True, False]])).tolist()
    assert sounding == pytest.approx(math.log(2.5 / 0.5))
    assert silent == -sounding


def test_count_steps_leaves_the_padding_out():
    assert count_steps(torch.zeros(2, 3, 4)) == 6
    assert count_steps(torch.zeros(2, 3, 4), MASK) == 4


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("output", "target", "mask", "message"),
    [
        ((2, 3), (2, 3), None, r"output must have shape \(B, T, O\), .* got \(2, 3\)"),
        ((0, 3, 4), (0, 3, 4), None, r"output must .* all > 0, got \(0, 3, 4\)"),
        ((2, 0, 4), (2, 0, 4), None, r"output must .* all > 0, got \(2, 0, 4\)"),
        ((2, 3, 4), (2, 3, 1), None, r"target must .* \(2, 3, 4\), got \(2, 3, 1\)"),
        ((2, 3, 4), (2, 3, 4), torch.ones(2, 4) > 0, r"mask must .* \(2, 3\), got .* \(2, 4\)"),
        ((2, 3, 4), (2, 3, 4), torch.ones(2, 3), r"mask must be bool .* got torch.float32"),
        ((2, 3, 4), (2, 3, 4), torch.zeros(2, 3) > 0, "mask must be True at one step at least"),
    ],
)
def test_wrong_shapes_are_refused(loss, output, target, mask, message):
    with pytest.raises(ValueError, match=message):
        loss(torch.zeros(output), torch.zeros(target), mask)
