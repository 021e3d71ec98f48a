"""What a GRU learns to remember, and when it does not: short trainings with fixed seeds.

A task counts as solved when sequences of a seed of their own cost less than a twentieth of what a
constant answer does (of recall there are 8 in all: it shows what is carried, not what is new);
of symbols to be named, 99 in 100 must be right as well. Elman's network does get somewhere: here it
learns to tell some of the symbols apart, and by chance it might one day tell them all.
"""

from functools import partial

import pytest
import torch

from gru_course.data.memory import (
    adding,
    adding_baseline,
    endless,
    fixed,
    recall,
    recall_baseline,
)
from gru_course.layers.initialisation import initialise_update_bias
from gru_course.losses import accuracy, categorical_nll, masked_mse
from gru_course.models import SequenceModel
from gru_course.training import evaluate, train
from gru_course.training.config import TrainingConfig

SEEDS = (0, 1, 2)
UNITS = 32
LAG = 100  # steps from the symbol to the question, and length of a sum
LONG = 150  # the longest memory that `initialise_update_bias` starts with
PER_EPOCH = 100  # training steps between two looks at the validation data


def fit(model, make, *, loss, steps, seed):
    """Train for `steps` steps of 32 sequences each; the model keeps its best weights."""
    config = TrainingConfig(epochs=steps // PER_EPOCH, batch_size=32, learning_rate=1e-2, seed=seed)
    train_data, valid_data = endless(make, PER_EPOCH), fixed(make, 128, seed=1)
    train(model, train_data, valid_data, config, loss=loss, progress=False)


def recalls(model, *, steps, seed):
    """Whether the model learns to name one of 8 symbols that it saw 100 steps ago."""
    make = partial(recall, steps=LAG)
    fit(model, make, loss=categorical_nll, steps=steps, seed=seed)
    others = fixed(make, 512, seed=2)
    nats = evaluate(model, others, loss=categorical_nll)
    return nats < recall_baseline() / 20 and evaluate(model, others, loss=accuracy) >= 0.99


def adds(model, *, steps):
    """Whether the model learns to add two marked numbers among 100."""
    make = partial(adding, steps=LAG)
    fit(model, make, loss=masked_mse, steps=steps, seed=0)
    return evaluate(model, fixed(make, 512, seed=2), loss=masked_mse) < adding_baseline() / 20


def recall_model(cell, seed, units=UNITS):
    torch.manual_seed(seed)
    return SequenceModel(9, units, 8, cell=cell)


def test_a_gru_recalls_after_30_steps_only_if_its_memories_begin_long_enough():
    nats, make = [], partial(recall, steps=30)
    for long in (True, False):
        model = recall_model("gru", 0, units=16)
        if long:
            initialise_update_bias(model.recurrent, 40)
        fit(model, make, loss=categorical_nll, steps=PER_EPOCH, seed=0)
        nats.append(evaluate(model, fixed(make, 256, seed=2), loss=categorical_nll))
    assert nats[0] < recall_baseline() / 2 < 0.9 * recall_baseline() < nats[1]


@pytest.mark.nightly
@pytest.mark.parametrize("seed", SEEDS)
def test_a_gru_with_long_memories_to_begin_with_recalls_after_100_steps(seed):
    model = recall_model("gru", seed)
    initialise_update_bias(model.recurrent, LONG)
    assert recalls(model, steps=200, seed=seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_neither_elman_nor_the_default_gru_recalls_within_500_training_steps(cell, seed):
    assert not recalls(recall_model(cell, seed), steps=500, seed=seed)


@pytest.mark.nightly
def test_the_gru_learns_to_add_over_100_steps_and_elman_does_not():
    assert adds(SequenceModel(2, UNITS, 1, cell="gru"), steps=500)
    assert not adds(SequenceModel(2, UNITS, 1, cell="rnn"), steps=500)
