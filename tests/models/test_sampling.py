import math
import re

import pytest
import torch

from gru_course.models import SequenceModel, forecast
from gru_course.models.sampling import draw_class, draw_keys

DRAWS = pytest.mark.parametrize("draw", [draw_keys, draw_class])
MANY = 40_000  # a share of so many draws is within 0.012 of its probability, but for 1 in 10^5


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("temperature", [0.5, 1, 2.0])
def test_keys_are_down_as_often_as_their_probability_says(temperature):
    logits = torch.tensor([-1.0, 0.0, 2.0])
    drawn = draw_keys(seeded(), temperature)(logits.expand(MANY, 3))
    assert set(drawn.unique().tolist()) == {0, 1}
    expected = torch.sigmoid(logits / temperature)
    torch.testing.assert_close(drawn.mean(0), expected, atol=0.012, rtol=0)


@pytest.mark.parametrize("temperature", [0.5, 1, 2.0])
def test_classes_come_as_often_as_their_softmax_says(temperature):
    logits = torch.tensor([-1.0, 0.0, 2.0, -math.inf])
    drawn = draw_class(seeded(), temperature)(logits.expand(MANY, 4))
    assert torch.equal(drawn.sum(-1), torch.ones(MANY))
    expected = torch.softmax(logits / temperature, -1)
    torch.testing.assert_close(drawn.mean(0), expected, atol=0.012, rtol=0)


def test_a_low_temperature_takes_the_most_probable():
    logits = torch.randn(100, 7)
    assert torch.equal(draw_class(seeded(), 1e-4)(logits).argmax(-1), logits.argmax(-1))
    assert torch.equal(draw_keys(seeded(), 1e-4)(logits), (logits > 0).float())


@DRAWS
def test_a_seed_decides_what_a_model_writes(draw):
    torch.manual_seed(0)
    model, context = SequenceModel(5, 8, 5), torch.zeros(2, 3, 5)
    once, again, other = (forecast(model, context, 20, draw(seeded(s))) for s in (1, 1, 2))
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


@DRAWS
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_what_is_drawn_has_the_shape_and_dtype_of_the_outputs(draw, dtype):
    drawn = draw(seeded())(torch.zeros(2, 1, 5, dtype=dtype))
    assert (drawn.shape, drawn.dtype) == ((2, 1, 5), dtype)


@DRAWS
@pytest.mark.parametrize(
    ("temperature", "error"),
    [(0, ValueError), (-1.0, ValueError), (math.nan, ValueError), ("1", TypeError)],
)
def test_a_temperature_that_is_none_is_refused(draw, temperature, error):
    with pytest.raises(error, match=f"temperature must be .* got {re.escape(repr(temperature))}"):
        draw(seeded(), temperature)


@DRAWS
def test_nothing_is_drawn_from_a_model_that_came_apart(draw):
    with pytest.raises(ValueError, match="logits must be numbers, got nan"):
        draw(seeded())(torch.tensor([0.0, math.nan]))
