"""What tells one run from another."""

from functools import partial

import pytest
import torch
from torch import nn

from gru_course.losses import masked_mse
from gru_course.training.config import TrainingConfig
from gru_course.training.resume.same_run import describe_loss, describe_run
from tests.helpers.training_runs import TRAIN, VALID, build, run


def scaled(output, target, mask, *, by=1.0, of=None):
    return by * masked_mse(output, target, mask)


class Weighted(nn.Module):
    def forward(self, output, target, mask):
        return masked_mse(output, target, mask)


WEIGHTS = torch.tensor([1.0, 2.0])


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (masked_mse, "masked_mse"),
        (partial(scaled, by=2.0), "scaled(by=2.0)"),
        (partial(partial(scaled, by=2.0), of=masked_mse), "scaled(by=2.0, of=masked_mse)"),
        (partial(scaled, WEIGHTS, None, "mean"), None),
        (Weighted(), "Weighted()"),
    ],
)
def test_a_loss_is_told_by_its_name_and_arguments(loss, name):
    if name is None:
        name = f"scaled(Tensor {describe_loss(WEIGHTS).split()[1]}, None, 'mean')"
    assert describe_loss(loss) == name


class Nameless:
    def __call__(self, output, target, mask):
        return masked_mse(output, target, mask)


@pytest.mark.parametrize(
    "loss",
    [
        lambda *batch: masked_mse(*batch),
        partial(lambda *batch: masked_mse(*batch)),
        partial(scaled, of=lambda: 1),
        partial(scaled, of=[lambda: 1]),
        Nameless(),
    ],
)
def test_a_loss_without_a_name_is_refused(loss):
    with pytest.raises(ValueError, match=r"loss must be recognised .* define it with a name \(def"):
        describe_loss(loss)


def test_a_nameless_loss_trains_where_nothing_is_saved(tmp_path):
    nameless = {"loss": lambda *batch: masked_mse(*batch), "epochs": 1}
    _, history = run(**nameless)
    assert len(history) == 1
    with pytest.raises(ValueError, match="loss must be recognised when its run is resumed"):
        run(tmp_path, **nameless)


def test_everything_that_decides_a_run_is_in_its_description():
    def described(model=None, data=TRAIN, valid=VALID, loss=masked_mse, **config):
        model = build() if model is None else model
        return describe_run(model, data, valid, TrainingConfig(**config), loss)

    one = described()
    assert one == described()
    others = {
        "model": described(build(dropout=0.0)),
        "config": described(learning_rate=0.5),
        "loss": described(loss=scaled),
        "train_data": described(data=VALID),
        "valid_data": described(valid=TRAIN),
        "initial_weights": described(build(initial_seed=1)),
    }
    assert others.keys() == one.keys()
    for part, other in others.items():
        assert {name for name in one if one[name] != other[name]} == {part}
