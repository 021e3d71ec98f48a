"""What `gru-course bench` is made of: honest ratios, exact bytes, and goals that can be missed."""

import itertools

import pytest
import torch
from torch import nn

from gru_course.lab.bench import footprint, speed, witnesses
from gru_course.lab.bench.measured import Figure, table
from gru_course.lab.bench.memory import peak_bytes
from gru_course.lab.bench.suite import measure_all
from gru_course.lab.bench.timing import interleaved, ratio
from gru_course.layers import GRU

CPU = torch.device("cpu")


class Machine:
    """A clock, and functions that take a known time on it; it gets slower and slower."""

    def __init__(self):
        self.now, self.slowness, self.calls = 0.0, 1.0, []

    def clock(self):
        return self.now

    def function(self, name, seconds):
        def work():
            self.calls.append(name)
            self.now += seconds * self.slowness
            self.slowness *= 1.001

        return work


def test_ratios_hold_while_the_machine_slows_down():
    machine = Machine()
    functions = {name: machine.function(name, s) for name, s in {"a": 0.5, "b": 1.0}.items()}
    times = interleaved(functions, rounds=50, clock=machine.clock)
    assert machine.slowness > 1.1
    assert ratio(times, "a", "b") == pytest.approx(0.5, rel=2e-3)
    assert ratio(times, "b", "b") == 1


def test_rounds_are_interleaved():
    machine = Machine()
    functions = {name: machine.function(name, 1.0) for name in "ab"}
    times = interleaved(functions, rounds=3, clock=machine.clock)
    assert machine.calls == [*"aabb", *"ab" * 3]  # each is warmed up and tried once before
    assert [len(seconds) for seconds in times.values()] == [3, 3]


def test_a_short_call_is_repeated_until_the_clock_sees_it():
    machine = Machine()
    times = interleaved(
        {"a": machine.function("a", 0.001)}, rounds=1, clock=machine.clock, least=0.05
    )
    assert 45 <= len(machine.calls) <= 55
    assert times["a"][0] == pytest.approx(0.001, rel=0.1)


@pytest.mark.parametrize(("functions", "rounds"), [({}, 3), ({"a": print}, 0)])
def test_nothing_to_measure_is_refused(functions, rounds):
    with pytest.raises(ValueError, match="a function and a round"):
        interleaved(functions, rounds)


def test_the_peak_is_what_is_held_at_once():
    def work():
        a = torch.empty(1000)
        b = torch.empty(3000)
        del a
        return torch.empty(500), b

    assert peak_bytes(work, CPU) == 4 * 4000


def test_a_goal_is_met_or_missed_and_no_goal_is_never_missed():
    figure = {"section": "s", "case": "1,2", "what": "GRU"}
    made = [Figure(**figure, value=v, goal=g) for v, g in ((0.5, 0.5), (0.6, 0.5), (9.0, None))]
    assert [f.is_met for f in made] == [True, False, True]
    head, *lines = table(made).splitlines()
    assert head == "s"
    assert lines[0].endswith("0.500  goal 0.50 met")
    assert lines[1].endswith("0.600  goal 0.50 MISSED")
    assert lines[2].endswith("9.000")


def counted(functions, rounds=2):
    """Stands in for `interleaved`: every call is made once and takes one second more."""
    for function in functions.values():
        function()
    return {name: [i + 1.0] * rounds for i, name in enumerate(functions)}


def test_every_goal_of_the_course_belongs_to_a_figure(monkeypatch):
    small = ((3, 2, 1, 4), (2, 2, 3, 4), (2, 2, 5, 4), (4, 1, 2, 4))
    names = ("TRAINING_GOALS", "INFERENCE_GOALS")
    for name in names:
        goals = dict(zip(small, getattr(speed, name).values(), strict=True))
        monkeypatch.setattr(speed, name, goals)
    monkeypatch.setattr(speed, "SHAPES", small)
    monkeypatch.setattr(speed, "LSTM_SHAPES", small[:2])
    monkeypatch.setattr(witnesses, "MINGRU_SHAPES", small[:2])
    monkeypatch.setattr(footprint, "LONG", 12)
    monkeypatch.setattr(footprint, "SHORT", 6)
    monkeypatch.setattr("gru_course.lab.bench.suite.interleaved", counted)
    figures = [*measure_all(CPU, rounds=2)]
    goals = [figure for figure in figures if figure.goal is not None]
    in_training = sum(map(len, speed.TRAINING_GOALS.values()))
    in_memory = len(speed.SHAPES) + 1  # and the truncated sequence
    others = (speed.INFERENCE_GOALS, speed.LSTM_SHAPES, witnesses.STEP_SIZES, small[:2])
    assert len(goals) == in_training + in_memory + sum(map(len, others))
    keys = [(figure.section, figure.case, figure.what) for figure in figures]
    assert len(keys) == len(set(keys))


def test_a_step_leaves_the_gradients_of_that_step_alone():
    layer, x = GRU(2, 3), torch.randn(4, 2, 2)
    step = speed.training_step(layer, x)
    step()
    once = [p.grad.clone() for p in layer.parameters()]
    step()
    assert all(torch.equal(p.grad, g) for p, g in zip(layer.parameters(), once, strict=True))


@pytest.mark.parametrize("shape", [speed.SHAPES[0], (64, 16, 8, 64)])
def test_the_fast_gru_holds_no_more_memory_than_torch(shape):
    (figure,) = footprint.peak(shape, CPU)
    assert figure.value <= footprint.PEAK_GOAL


def test_onednn_is_on_again_after_the_lstm():
    assert torch._C._get_mkldnn_enabled()
    with speed.without_onednn():
        assert not torch._C._get_mkldnn_enabled()
    assert torch._C._get_mkldnn_enabled()


@pytest.mark.parametrize("section", ["", "trainings"])
def test_an_unknown_section_is_refused(section):
    with pytest.raises(ValueError, match="section must be one of"):
        next(measure_all(CPU, sections=(section,)))


def test_products_are_those_of_a_gru():
    """Two for the inputs, two for each step, two for the weights; and none beside them."""
    T, B, I, H = 5, 2, 3, 4
    flops = [0]

    def count(left, right):
        flops[0] += 2 * left.shape[0] * left.shape[1] * right.shape[1]

    class Count(torch.utils._python_dispatch.TorchDispatchMode):
        def __torch_dispatch__(self, function, types, arguments=(), keywords=None):
            if "mm" in str(function):
                count(*arguments[-2:])
            return function(*arguments, **(keywords or {}))

    products = speed.products_alone(T, B, I, H, CPU)
    with Count():
        products()
    by_hand = 2 * T * B * 3 * H * (2 * I + 3 * H)
    assert flops[0] == by_hand
    layer = nn.GRU(I, H)
    assert sum(p.numel() for p in itertools.islice(layer.parameters(), 2)) * 2 * T * B <= by_hand
