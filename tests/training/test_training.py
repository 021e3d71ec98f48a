import math

import pytest
import torch

from gru_course.data.batching import minibatches
from gru_course.data.sine import persistence, sine_waves
from gru_course.losses import masked_mse
from gru_course.models import SequenceModel
from gru_course.training import TrainingConfig, evaluate, train
from tests.helpers.training_runs import DisturbanceError, disturbed_after

WAVES = sine_waves(train=64, valid=16, test=16, steps=12, dtype=torch.float64)
TRAIN, VALID, TEST = ((part.x, part.y) for part in (WAVES.train, WAVES.valid, WAVES.test))
QUICK = TrainingConfig(epochs=3, batch_size=16, learning_rate=0.01)


def small_model(**settings):
    return SequenceModel(1, 8, 1, **settings).double()


def train_on_sines(model, config=QUICK, *, data=TRAIN, loss=masked_mse, device="cpu", **arguments):
    arguments = {"progress": False} | arguments
    return train(model, data, VALID, config, loss=loss, device=device, **arguments)


def padded(data, lengths):
    """The same sequences cut to these lengths, with nonsense behind their ends."""
    x, y = (part.clone() for part in data)
    mask = torch.arange(x.shape[1]) < torch.as_tensor(lengths)[:, None]
    x[~mask], y[~mask] = 1e3, -1e3

    def batches(batch_size, **_):
        parts = (part.split(batch_size) for part in (x, y, mask))
        return zip(*parts, strict=True)

    return batches


def in_order(data):
    return lambda batch_size, **_: minibatches(*data, batch_size, shuffle=False)


def test_a_gru_learns_sines_better_than_persistence():
    model = small_model()
    config = TrainingConfig(epochs=25, batch_size=16, learning_rate=0.02)
    history = train_on_sines(model, config)
    x, y = TEST
    assert evaluate(model, TEST, loss=masked_mse) < 0.5 * masked_mse(persistence(x), y).item()
    assert history.valid_loss[-1] < 0.1 * history.valid_loss[0]


def test_the_same_seed_twice_gives_the_same_losses():
    def run(seed):
        torch.manual_seed(0)
        model = small_model(num_layers=2, dropout=0.5)
        torch.seed()  # what was drawn before a run does not matter
        return train_on_sines(model, TrainingConfig(epochs=2, batch_size=16, seed=seed))

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_training_leaves_the_readers_random_numbers_alone():
    model = small_model()
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    train_on_sines(model)
    assert torch.equal(torch.rand(3), expected)


def test_the_weights_of_the_best_epoch_come_back():
    model = small_model()
    history = train_on_sines(model, TrainingConfig(epochs=12, batch_size=16, learning_rate=0.3))
    assert history.best_epoch < len(history)
    assert evaluate(model, VALID, loss=masked_mse) == min(history.valid_loss)
    assert not model.training


@pytest.mark.parametrize("error", [KeyboardInterrupt, DisturbanceError])
def test_interrupted_training_leaves_the_weights_of_the_best_epoch_so_far(error):
    validated = []

    def loss(output, target, mask):
        value = masked_mse(output, target, mask)
        if not output.requires_grad:
            validated.append(value.item())
        return value

    model = small_model()
    steps = 10 * 4 + 2  # into the eleventh epoch
    config = TrainingConfig(epochs=12, batch_size=16, learning_rate=0.3)
    with disturbed_after(steps, error), pytest.raises(error):
        train_on_sines(model, config, loss=loss)
    assert len(validated) == 10
    assert evaluate(model, VALID, loss=masked_mse) == min(validated) < validated[-1]
    assert not model.training


def test_training_interrupted_before_an_epoch_ended_leaves_the_initial_weights():
    model = small_model()
    before = model.head.weight.tolist()
    with disturbed_after(3, KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        train_on_sines(model)
    assert model.head.weight.tolist() == before


def test_training_stops_when_patience_is_lost():
    config = TrainingConfig(epochs=50, batch_size=16, learning_rate=0.3, patience=2)
    history = train_on_sines(small_model(), config)
    assert len(history) == history.best_epoch + 2 < 50


def test_clipping_bounds_the_gradient_and_history_tells_its_length_before():
    def last_gradient(clip_norm):
        torch.manual_seed(0)
        model = small_model()
        config = TrainingConfig(epochs=1, batch_size=64, clip_norm=clip_norm)  # a single step
        steep = train_on_sines(model, config, loss=lambda *batch: 1e4 * masked_mse(*batch))
        norms = [parameter.grad.norm() for parameter in model.parameters()]
        return torch.stack(norms).norm().item(), steep.gradient_norm[0]

    clipped, before = last_gradient(0.5)
    assert clipped == pytest.approx(0.5, rel=1e-5)
    assert before > 100
    assert last_gradient(None) == pytest.approx((before, before), rel=1e-5)


def test_a_gradient_shorter_than_clip_norm_passes_unchanged():
    histories = []
    for clip_norm in (1e6, None):
        torch.manual_seed(0)
        config = TrainingConfig(epochs=2, batch_size=16, clip_norm=clip_norm)
        histories.append(train_on_sines(small_model(), config))
    assert histories[0] == histories[1]


def test_evaluation_counts_steps_not_batches():
    lengths = [12, 1, 5, 12, 2, 7, 12, 3, 4, 6, 12, 1, 1, 8, 9, 2]
    model, (x, y) = small_model(), VALID
    with torch.no_grad():
        errors = (model(x)[0] - y).square().squeeze(-1)
    real = torch.cat([row[:length] for row, length in zip(errors, lengths, strict=True)])
    for batch_size in (1, 3, 16):
        data = padded(VALID, lengths)
        loss = evaluate(model, data, loss=masked_mse, batch_size=batch_size)
        assert loss == pytest.approx(real.mean().item(), rel=1e-13)


def test_evaluation_switches_dropout_off_and_leaves_the_mode_alone():
    model = small_model(num_layers=2, dropout=0.5)
    first, second = (evaluate(model, VALID, loss=masked_mse) for _ in range(2))
    assert first == second
    assert model.training


def test_training_on_padded_sequences_is_training_on_short_ones():
    def run(data):
        torch.manual_seed(0)
        model = small_model()
        return train_on_sines(model, data=data).train_loss, model.head.weight.tolist()[0]

    losses, weights = run(padded(TRAIN, [7] * len(TRAIN[0])))
    short_losses, short_weights = run(in_order([part[:, :7] for part in TRAIN]))
    assert losses == pytest.approx(short_losses, rel=1e-10)
    assert weights == pytest.approx(short_weights, rel=1e-10)


def test_frozen_weights_stay():
    model = small_model()
    model.recurrent.requires_grad_(False)
    before = model.recurrent.weight_hh_l0.clone()
    train_on_sines(model)
    assert torch.equal(model.recurrent.weight_hh_l0, before)


def spoiled_after(steps, value):
    """The mean squared error, until that many training steps have been made."""
    made = 0

    def loss(output, target, mask):
        nonlocal made
        made += output.requires_grad
        return masked_mse(output, target, mask) * (value if made > steps else 1.0)

    return loss


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_not_finite_stops_with_step_rate_and_checkpoint(tmp_path, value):
    message = (
        rf"stopped at step 2 of epoch 3 with learning_rate 0.01: the loss is {value}.*"
        r"last good checkpoint: .*epoch-0002.json"
    )
    model = small_model()
    with pytest.raises(FloatingPointError, match=message):
        train_on_sines(model, loss=spoiled_after(9, value), checkpoint_dir=tmp_path)
    assert all(parameter.isfinite().all() for parameter in model.parameters())


def test_a_gradient_that_is_not_finite_stops_too():
    def loss(output, target, mask):
        return (output - output.detach()).abs().sqrt().mean()  # 0, with an infinite slope

    with pytest.raises(FloatingPointError, match=r"step 1 of epoch 1 .* loss is 0 .* norm nan"):
        train_on_sines(small_model(), loss=loss)


def test_a_validation_loss_that_is_not_finite_stops_before_it_is_saved(tmp_path):
    valid = (VALID[0], VALID[1] * math.inf)
    message = r"the validation of epoch 1 .* last good checkpoint: .*epoch-0000.json"
    arguments = {"loss": masked_mse, "device": "cpu", "progress": False}
    with pytest.raises(FloatingPointError, match=message):
        train(small_model(), TRAIN, valid, QUICK, checkpoint_dir=tmp_path, **arguments)


def test_a_mask_without_a_real_step_is_refused():
    with pytest.raises(ValueError, match="mask must be True at one step at least"):
        train_on_sines(small_model(), data=padded(TRAIN, [0] * len(TRAIN[0])))


def test_the_progress_bar_goes_to_stderr_or_nowhere(capsys):
    train_on_sines(small_model(), progress=True)
    shown = capsys.readouterr()
    assert not shown.out
    assert "3/3" in shown.err
    assert "valid " in shown.err
    train_on_sines(small_model())
    assert capsys.readouterr() == ("", "")


@pytest.mark.gpu
def test_an_accelerator_learns_what_the_cpu_learns(device, tmp_path):
    losses = {}
    for name in ("cpu", device.type):
        torch.manual_seed(0)
        model = small_model().float()
        data = [tuple(part.float() for part in parts) for parts in (TRAIN, VALID)]
        arguments = {"loss": masked_mse, "device": name, "progress": False}
        history = train(model, *data, QUICK, checkpoint_dir=tmp_path / name, **arguments)
        assert model.head.weight.device.type == name
        losses[name] = history.valid_loss
    assert losses[device.type] == pytest.approx(losses["cpu"], rel=1e-3)


@pytest.mark.gpu
def test_a_run_goes_on_on_an_accelerator(device, tmp_path):
    data = [tuple(part.float() for part in parts) for parts in (TRAIN, VALID)]
    for epochs in (1, 2):  # the second finds the checkpoint of the first
        config = TrainingConfig(epochs=epochs, batch_size=16)
        arguments = {"loss": masked_mse, "device": device.type, "progress": False}
        torch.manual_seed(0)
        model = small_model().float()
        history = train(model, *data, config, checkpoint_dir=tmp_path, **arguments)
    assert len(history) == 2
    assert history.valid_loss[1] < history.valid_loss[0]
