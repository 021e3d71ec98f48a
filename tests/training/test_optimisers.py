import pytest
import torch

from gru_course.models import SequenceModel
from gru_course.training.config import OPTIMIZER_NAMES, TrainingConfig
from gru_course.training.optimisers import OPTIMIZERS, make_optimizer, noisy_weights


@pytest.fixture
def model():
    return SequenceModel(2, 30, 3)


def weights(model):
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


def stepped(name, gradients, rate=0.1):
    """Where one weight of 0 lands after steps along these gradients."""
    model = torch.nn.Linear(1, 1, bias=False).double()
    torch.nn.init.zeros_(model.weight)
    optimizer = make_optimizer(model, TrainingConfig(optimizer=name, learning_rate=rate))
    for gradient in gradients:
        model.weight.grad = torch.full_like(model.weight, gradient)
        optimizer.step()
    return model.weight.item()


def test_every_name_is_an_optimiser():
    assert tuple(OPTIMIZERS) == OPTIMIZER_NAMES


def test_adams_first_step_is_as_long_as_the_rate_whatever_the_gradient():
    for gradient in (1e-3, 5.0):
        assert stepped("adam", [gradient]) == pytest.approx(-0.1, rel=1e-4)


def test_rmsprop_divides_by_a_running_root_and_keeps_nine_tenths_of_its_speed():
    """By hand: the mean square is 0.01 g^2 after one step and 0.0199 g^2 after two."""
    first = -0.1 / 0.01**0.5
    second = 0.9 * first - 0.1 / 0.0199**0.5
    assert stepped("rmsprop", [2.0]) == pytest.approx(first, rel=1e-6)
    assert stepped("rmsprop", [2.0, 2.0]) == pytest.approx(first + second, rel=1e-6)


def test_noise_has_the_deviation_asked_for_and_leaves_no_trace(model):
    before = weights(model)
    with noisy_weights(model, 0.075):
        noise = weights(model) - before
    assert noise.std().item() == pytest.approx(0.075, rel=0.05)
    assert noise.mean().item() == pytest.approx(0, abs=0.005)
    assert torch.equal(weights(model), before)


def test_noise_leaves_no_trace_when_something_goes_wrong_inside(model):
    before = weights(model)
    with pytest.raises(KeyError), noisy_weights(model, 0.5):
        raise KeyError
    assert torch.equal(weights(model), before)


def test_a_gradient_is_taken_at_the_noisy_weights():
    model = torch.nn.Linear(1, 1, bias=False)
    with noisy_weights(model, 1.0):
        noisy = model.weight.item()
        model(torch.ones(1, 1)).square().backward()
    assert model.weight.grad.item() == pytest.approx(2 * noisy)
    assert noisy != model.weight.item()


def test_without_noise_no_random_number_is_drawn(model):
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    with noisy_weights(model, 0.0):
        assert torch.equal(torch.rand(1), expected)
