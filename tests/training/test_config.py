import pytest

from gru_course.training.config import History, TrainingConfig


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("epochs", 0, "epochs must be at least 1, got 0"),
        ("epochs", 10**6, "epochs must be below 1000000, got 1000000"),
        ("batch_size", -3, "batch_size must be at least 1, got -3"),
        ("patience", 0, "patience must be at least 1, got 0"),
        ("learning_rate", 0.0, "learning_rate must be a finite number above 0, got 0.0"),
        ("learning_rate", float("nan"), "learning_rate must be .* got nan"),
        ("optimizer", "sgd", "optimizer must be one of adam, rmsprop, got 'sgd'"),
        ("weight_noise", -0.1, "weight_noise must be 0 or a finite number above 0, got -0.1"),
        ("weight_noise", float("inf"), "weight_noise must be 0 or .* got inf"),
        ("clip_norm", float("inf"), "clip_norm must be a finite number above 0, got inf"),
        ("clip_norm", -1, "clip_norm must be .* got -1"),
        ("seed", -1, "seed must be an integer from 0 to 4294967295, got -1"),
        ("seed", 0.5, "seed must be .* got 0.5"),
    ],
)
def test_config_refuses_a_value_outside_its_range(field, value, message):
    with pytest.raises(ValueError, match=message):
        TrainingConfig(**{field: value})


@pytest.mark.parametrize("field", ["epochs", "batch_size", "patience"])
def test_config_refuses_counts_that_are_no_integers(field):
    with pytest.raises(TypeError, match=f"{field} must be an integer, got 2.5"):
        TrainingConfig(**{field: 2.5})


def test_no_two_epochs_of_two_runs_share_a_seed():
    configs = [TrainingConfig(seed=seed) for seed in range(20)]
    seeds = {config.epoch_seed(epoch) for config in configs for epoch in range(1, 200)}
    assert len(seeds) == 20 * 199


def test_the_best_epoch_is_the_first_with_the_lowest_validation_loss():
    history = History()
    assert history.best_epoch == 0
    for valid_loss in [3.0, 1.5, 2.0, 1.5]:
        history.append(1.0, valid_loss, 0.1, 2.0)
    assert history.best_epoch == 2


def test_patience_counts_the_epochs_since_the_best():
    history = History(valid_loss=[3.0, 1.0, 2.0, 1.0])
    assert history.is_out_of_patience(2)
    assert not history.is_out_of_patience(3)
    assert not history.is_out_of_patience(None)
    assert not History().is_out_of_patience(1)


def test_histories_are_equal_however_long_their_epochs_took():
    histories = [History(), History()]
    for history, seconds in zip(histories, (0.5, 3.0), strict=True):
        history.append(1.0, 2.0, 0.1, seconds)
    assert histories[0] == histories[1]
    assert [history.seconds for history in histories] == [[0.5], [3.0]]


def test_history_tells_its_best_epoch():
    history = History(train_loss=[2.0, 1.23456], valid_loss=[3.0, 2.5], gradient_norm=[1.0, 1.0])
    assert repr(history) == "History(2 epochs, best 2: train 1.235, valid 2.5)"
    assert repr(History()) == "History(no epoch yet)"
