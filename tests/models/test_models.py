import pytest
import torch
from torch import nn

from gru_course.layers.mingru import MinGRU
from gru_course.models import CELLS, SequenceModel, forecast

EXACT = {"rtol": 1e-13, "atol": 1e-13}
TORCH_LAYERS = {"gru": nn.GRU, "lstm": nn.LSTM, "rnn": nn.RNN}


def model(input_size=3, output_size=3, **settings):
    return SequenceModel(input_size, 5, output_size, **settings).double()


def sequences(length=7):
    return torch.randn(2, length, 3, dtype=torch.float64)


@pytest.mark.parametrize("cell", TORCH_LAYERS)
def test_prediction_is_a_linear_map_of_torchs_states(cell):
    ours = model(output_size=4, cell=cell, num_layers=2)
    theirs = TORCH_LAYERS[cell](3, 5, num_layers=2, batch_first=True, dtype=torch.float64)
    theirs.load_state_dict(ours.recurrent.state_dict())
    x = sequences()
    states, _ = theirs(x)
    expected = states @ ours.head.weight.T + ours.head.bias
    torch.testing.assert_close(ours(x)[0], expected, **EXACT)


def test_a_mingru_is_a_cell_like_the_others():
    ours, x = model(output_size=4, cell="mingru", num_layers=2), sequences()
    alone = MinGRU(3, 5, num_layers=2, batch_first=True, dtype=torch.float64)
    alone.load_state_dict(ours.recurrent.state_dict())
    states, h_n = alone(x)
    torch.testing.assert_close(ours(x), (ours.head(states), h_n), **EXACT)


@pytest.mark.parametrize("cell", CELLS)
def test_going_on_from_the_state_is_reading_in_one_piece(cell):
    ours, x = model(cell=cell, num_layers=2), sequences()
    first, state = ours(x[:, :4])
    second, _ = ours(x[:, 4:], state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), ours(x)[0], **EXACT)


def test_predictions_do_not_see_the_future():
    ours, x = model(), sequences()
    y, _ = ours(x)
    x[:, 4:] = 100.0
    assert torch.equal(ours(x)[0][:, :4], y[:, :4])


@pytest.mark.parametrize("cell", CELLS)
def test_forecast_feeds_predictions_back(cell):
    ours, context = model(cell=cell), sequences()
    read = context
    for _ in range(6):  # the slow way: read everything again, with one more prediction at its end
        read = torch.cat([read, ours(read)[0][:, -1:]], dim=1)
    torch.testing.assert_close(forecast(ours, context, 6), read[:, 7:], **EXACT)


def test_forecast_is_not_the_last_input_fed_back():
    ours, context = model(), sequences()
    held = torch.cat([context, context[:, -1:].expand(-1, 5, -1)], dim=1)
    mistaken = ours(held)[0][:, 6:]
    free = forecast(ours, context, 6)
    torch.testing.assert_close(free[:, 0], mistaken[:, 0], **EXACT)  # seen: the context alone
    assert (free[:, 1:] - mistaken[:, 1:]).abs().max() > 0.01


def test_forecast_reads_what_is_drawn_of_its_outputs():
    ours, context = model(output_size=2), sequences()

    def draw(outputs):  # (B, 1, 2) to (B, 1, 3)
        return torch.cat([outputs.sign(), outputs[..., :1]], dim=-1)

    read = context
    for _ in range(4):
        read = torch.cat([read, draw(ours(read)[0][:, -1:])], dim=1)
    torch.testing.assert_close(forecast(ours, context, 4, draw), read[:, 7:], **EXACT)


def test_forecast_switches_dropout_off_and_leaves_the_mode_alone():
    ours, context = model(num_layers=2, dropout=0.9), sequences()
    assert torch.equal(forecast(ours, context, 3), forecast(ours, context, 3))
    assert not forecast(ours, context, 3).requires_grad
    assert ours.training
    with pytest.raises(ValueError, match="x must have"):
        forecast(ours, context[0], 3)
    assert ours.training


def test_output_bias_is_what_a_model_without_weights_says():
    ours = model(output_size=2)
    nn.init.zeros_(ours.head.weight)
    frequency = torch.tensor([0.1, 0.9], dtype=torch.float64)
    ours.set_output_bias(torch.logit(frequency))
    probabilities = torch.sigmoid(ours(sequences())[0])
    torch.testing.assert_close(probabilities, frequency.expand(2, 7, 2), **EXACT)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cell": "tanh"}, "cell must be one of gru, .*, got 'tanh'"),
        ({"output_size": 0}, "output_size must be at least 1, got 0"),
        ({"input_size": 0}, "input_size must be at least 1, got 0"),
    ],
)
def test_a_model_refuses_what_it_cannot_build(arguments, message):
    with pytest.raises(ValueError, match=message):
        model(**arguments)


def test_a_model_refuses_input_that_is_no_batch_of_sequences():
    with pytest.raises(ValueError, match=r"x must have shape \(B, T, I\), got \(7, 3\)"):
        model()(sequences()[0])


def test_output_bias_must_fit_and_be_finite():
    with pytest.raises(ValueError, match=r"log_odds must have shape \(3,\), got \(2,\)"):
        model().set_output_bias(torch.zeros(2))
    with pytest.raises(ValueError, match=r"log_odds must be finite, got .*-inf"):
        model().set_output_bias(torch.tensor([0.0, 0.0, -torch.inf]))


def test_forecast_refuses_no_steps_and_predictions_that_are_no_inputs():
    with pytest.raises(ValueError, match="steps must be at least 1, got 0"):
        forecast(model(), sequences(), 0)
    with pytest.raises(ValueError, match=r"output_size must be .* 3 to be fed back, got 4"):
        forecast(model(output_size=4), sequences(), 2)
