"""LSTM and GRU side by side, on the Python side: torch's numbers, and presets that keep word."""

import pytest
import torch

from gru_course.widgets import SideBySide
from tests.helpers.side_by_side_reference import torch_gru, torch_lstm

STATES = [
    {},
    {"w": -1.3, "u": 2.0, "b_i": 0.5, "b_f": -0.4, "b_o": 1.0, "b_z": 0.7},
    {"x": [(-1) ** t * t / 24 for t in range(24)], "w": 0.4, "u": -6.0, "b_z": -8.0},
]


@pytest.mark.parametrize("state", [*STATES, *SideBySide.presets.values()])
def test_both_memories_are_torchs(state):
    widget = SideBySide(**state)
    h, c = torch_lstm(widget.state)
    found = torch.tensor([(step.h, step.c) for step in widget.lstm()], dtype=torch.float64)
    torch.testing.assert_close(found, torch.stack([h, c], 1), rtol=0, atol=1e-13)
    state = torch.tensor([step.h for step in widget.gru()], dtype=torch.float64)
    torch.testing.assert_close(state, torch_gru(widget.state), rtol=0, atol=1e-13)


def test_in_the_duel_c_counts_up_and_down_again_and_h_does_not():
    duel = SideBySide(**SideBySide.presets["duel: 8 a, 8 b"])
    for step, count in zip(duel.lstm(), duel.sums(), strict=True):
        assert step.c == pytest.approx(count, abs=0.1)
    assert duel.sums()[7] == 8 and duel.sums()[15] == 0
    h = [step.h for step in duel.gru()]
    assert h[7] - h[6] < 0.5 * h[0]  # the eighth a moves it by less than half of the first
    assert h[15] < -0.4  # as many b's as a's, and yet it is not back at 0


def test_twenty_four_a_are_counted_to_the_end():
    long = SideBySide(**SideBySide.presets["24 a"])
    assert long.lstm()[-1].c == pytest.approx(24, abs=0.2)
    assert max(step.h for step in long.gru()) < 1


def test_tied_gates_make_the_lstm_a_gru():
    tied = SideBySide(**SideBySide.presets["LSTM as GRU"])
    for left, right in zip(tied.lstm(), tied.gru(), strict=True):
        assert left.c == pytest.approx(right.h, abs=1e-14)


def test_a_closed_output_gate_hides_a_memory_that_counts():
    closed = SideBySide(**SideBySide.presets["o closed"])
    assert closed.lstm()[7].c == pytest.approx(8, abs=0.1)
    assert max(abs(step.h) for step in closed.lstm()) < 0.001


@pytest.mark.parametrize("match", ["units", "parameters"])
@pytest.mark.parametrize("sizes", [(1, 2), (16, 64), (512, 3), (7, 511)])
def test_prices_are_those_of_torchs_layers(sizes, match):
    features, units = sizes
    found = SideBySide(input_size=features, hidden_size=units, match=match).sizes()
    layers = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}

    def price(cell, size):
        return sum(p.numel() for p in layers[cell](features, size).parameters())

    for cell, (size, parameters) in found.items():
        assert parameters == price(cell, size)
        if match == "units":
            assert size == units
            continue
        off = abs(parameters - price("gru", units))
        neighbours = [size + 1] + [size - 1] * (size > 1)
        assert all(off <= abs(price(cell, other) - price("gru", units)) for other in neighbours)
