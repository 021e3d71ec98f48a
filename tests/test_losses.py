import math

import pytest
import torch

from gru_course.losses import (
    NARROWEST,
    accuracy,
    bernoulli_nll,
    categorical_nll,
    count_steps,
    gaussian_mixture_nll,
    log_odds,
    masked_mse,
)

LOSSES = [masked_mse, bernoulli_nll]
CLASS_SCORES = [categorical_nll, accuracy]
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


@pytest.mark.parametrize("mask", [None, torch.ones(4, 3) > 0])
def test_one_label_for_a_whole_sequence_is_refused(mask):
    message = r"target must have shape \(B, T\) or .*, an answer for each time step, got \(4,\)"
    with pytest.raises(ValueError, match=message):
        count_steps(torch.arange(4), mask)


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


def logits_and_classes():
    return torch.randn(2, 3, 4, dtype=torch.float64), torch.randint(4, (2, 3))


def test_categorical_nll_by_hand():
    logits = torch.tensor([[[0.0, math.log(3)], [0.0, 0.0]]], dtype=torch.float64)
    target = torch.tensor([[1, 0]])
    first, second = math.log(4 / 3), math.log(2)
    assert categorical_nll(logits, target).item() == pytest.approx((first + second) / 2)
    only_first = torch.tensor([[True, False]])
    assert categorical_nll(logits, target, only_first).item() == pytest.approx(first)


def test_accuracy_by_hand():
    logits = torch.tensor([[[1.0, 2.0], [2.0, 1.0], [0.0, 5.0]]])
    target = torch.tensor([[1, 0, 0]])
    assert accuracy(logits, target).item() == pytest.approx(2 / 3)
    assert accuracy(logits, target, torch.tensor([[True, True, False]])).item() == 1


def test_classes_that_are_all_alike_cost_the_log_of_their_number():
    target = torch.randint(8, (5, 7))
    nll = categorical_nll(torch.zeros(5, 7, 8, dtype=torch.float64), target)
    assert nll.item() == pytest.approx(math.log(8), rel=1e-14)


@pytest.mark.parametrize("score", CLASS_SCORES)
def test_padding_of_classes_may_hold_anything(score):
    logits, target = logits_and_classes()
    clean = score(logits, target, MASK)
    logits[~MASK], target[~MASK] = torch.nan, -100
    assert torch.equal(score(logits, target, MASK), clean)


@pytest.mark.parametrize("score", CLASS_SCORES)
@pytest.mark.parametrize(
    ("logits", "target", "message"),
    [
        ((2, 3), torch.zeros(2, 3).long(), r"output must have shape \(B, T, O\), .* got \(2, 3\)"),
        (
            (2, 3, 4),
            torch.zeros(2, 3),
            r"target must be int64 of shape \(2, 3\), got torch.float32",
        ),
        ((2, 3, 4), torch.zeros(2, 2).long(), r"target must .* \(2, 3\), got .* \(2, 2\)"),
        ((2, 3, 4), torch.full((2, 3), 4), "target must hold classes from 0 to 3 .*, got 4 to 4"),
        (
            (2, 3, 4),
            torch.full((2, 3), -1),
            "target must hold classes from 0 to 3 .*, got -1 to -1",
        ),
    ],
)
def test_classes_that_cannot_be_are_refused(score, logits, target, message):
    with pytest.raises(ValueError, match=message):
        score(torch.zeros(logits), target)


def test_a_mixture_of_equal_gaussians_is_one_gaussian():
    target = torch.randn(2, 3, 5, dtype=torch.float64)
    output = torch.zeros(2, 3, 4 * 11, dtype=torch.float64)
    normal = torch.distributions.Normal(0.0, 1 + NARROWEST)
    by_hand = -normal.log_prob(target).sum(-1)
    for mask in (None, MASK):
        chosen = by_hand.mean() if mask is None else by_hand[mask].mean()
        torch.testing.assert_close(gaussian_mixture_nll(output, target, mask), chosen)


def test_a_mixture_agrees_with_torchs():
    M, K = 3, 2
    output = torch.randn(2, 3, M * (1 + 2 * K), dtype=torch.float64)
    target = torch.randn(2, 3, K, dtype=torch.float64)
    weight, mean, log_scale = output.split([M, M * K, M * K], dim=-1)
    mean, log_scale = (part.unflatten(-1, (K, M)).mT for part in (mean, log_scale))
    gaussians = torch.distributions.Normal(mean, log_scale.exp() + NARROWEST)
    mixture = torch.distributions.MixtureSameFamily(
        torch.distributions.Categorical(logits=weight),
        torch.distributions.Independent(gaussians, 1),
    )
    by_hand = -mixture.log_prob(target).mean()
    torch.testing.assert_close(
        gaussian_mixture_nll(output, target), by_hand, rtol=1e-13, atol=1e-13
    )


def test_a_mixture_stays_finite_at_its_extremes():
    silence = torch.zeros(1, 1, 2)
    narrow = torch.tensor([[[0.0, 0.0, 0.0, -1e4, -1e4]]], requires_grad=True)
    nll = gaussian_mixture_nll(narrow, silence)
    nll.backward()
    assert nll.item() == pytest.approx(2 * math.log(NARROWEST) + math.log(2 * math.pi), rel=1e-5)
    assert narrow.grad.isfinite().all()
    unlikely = torch.tensor([[[1e4, -1e4, 1e3, 1e3, 1e3, 1e3, 0.0, 0.0, 0.0, 0.0]]])
    assert math.isfinite(gaussian_mixture_nll(unlikely, silence).item())


def test_the_padding_of_a_mixture_does_not_matter():
    output, target = torch.randn(2, 3, 10), torch.randn(2, 3, 2)
    clean = gaussian_mixture_nll(output, target, MASK)
    output[~MASK], target[~MASK] = torch.nan, torch.nan
    assert torch.equal(gaussian_mixture_nll(output, target, MASK), clean)


@pytest.mark.parametrize(
    ("output", "target", "message"),
    [
        ((2, 3), (2, 3, 1), r"output must have shape \(B, T, O\), .* got \(2, 3\)"),
        ((2, 3, 10), (2, 3), r"target must have shape \(2, 3, K\), got \(2, 3\)"),
        ((2, 3, 10), (2, 4, 2), r"target must have shape \(2, 3, K\), got \(2, 4, 2\)"),
        ((2, 3, 10), (2, 3, 0), r"target must have shape \(2, 3, K\), got \(2, 3, 0\)"),
        ((2, 3, 11), (2, 3, 2), r"output must have M \* 5 columns, .* got 11"),
    ],
)
def test_a_mixture_that_does_not_fit_its_target_is_refused(output, target, message):
    with pytest.raises(ValueError, match=message):
        gaussian_mixture_nll(torch.zeros(output), torch.zeros(target))
