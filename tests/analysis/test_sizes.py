import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gru_course.analysis import hidden_size_for, parameter_count
from gru_course.models import CELLS, SequenceModel

cells = st.sampled_from(list(CELLS))
sizes = st.integers(1, 12)


shapes = st.fixed_dictionaries({"input_size": sizes, "num_layers": st.integers(1, 3)})


@given(cell=cells, shape=shapes, hidden_size=sizes, output_size=sizes)
def test_the_formula_counts_what_a_model_has(cell, shape, hidden_size, output_size):
    model = SequenceModel(hidden_size=hidden_size, output_size=output_size, cell=cell, **shape)
    count = parameter_count(cell, hidden_size=hidden_size, output_size=output_size, **shape)
    parameters = dict(model.recurrent.named_parameters())
    biases = sum(p.numel() for name, p in parameters.items() if name.startswith("bias"))
    assert count.biases == biases
    assert count.layer == sum(p.numel() for p in parameters.values())
    assert count.head == sum(p.numel() for p in model.head.parameters())
    assert count.total == sum(p.numel() for p in model.parameters())
    assert len(count.blocks) == model.recurrent.blocks


@given(shape=shapes, hidden_size=sizes)
def test_a_gru_has_three_quarters_of_an_lstms_parameters(shape, hidden_size):
    layer = {
        cell: parameter_count(cell, hidden_size=hidden_size, **shape).layer
        for cell in ("gru", "lstm", "rnn")
    }
    assert 4 * layer["gru"] == 3 * layer["lstm"]
    assert 4 * layer["rnn"] == layer["lstm"]


def test_parts_have_names():
    count = parameter_count("gru", input_size=2, hidden_size=5, output_size=1)
    assert count.blocks == {"r": 35, "z": 35, "n": 35}
    assert (count.biases, count.head, count.total) == (30, 6, 141)


@given(cell=cells, shape=shapes, output_size=st.none() | sizes, budget=st.integers(1, 10**6))
def test_a_budget_pays_for_this_size_and_not_for_one_more(cell, shape, output_size, budget):
    options = {"output_size": output_size, **shape}

    def total(hidden_size):
        return parameter_count(cell, hidden_size=hidden_size, **options).total

    assume(total(1) <= budget)
    hidden_size = hidden_size_for(budget, cell=cell, **options)
    assert total(hidden_size) <= budget < total(hidden_size + 1)


def test_the_sizes_of_the_classical_music_experiments_cost_about_the_same():
    """Chung et al. (2014), table 1: 100 tanh units, 46 of a GRU and 36 of an LSTM."""
    budget = parameter_count("rnn", input_size=88, hidden_size=100).layer
    assert budget == 19_000
    assert hidden_size_for(budget, cell="gru", input_size=88) == 46
    assert hidden_size_for(budget, cell="lstm", input_size=88) == 37


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"cell": "tanh"}, ValueError, "cell must be one of gru, .*, got 'tanh'"),
        ({"input_size": 0}, ValueError, "input_size must be at least 1, got 0"),
        ({"output_size": 0}, ValueError, "output_size must be at least 1, got 0"),
        ({"num_layers": 0}, ValueError, "num_layers must be at least 1, got 0"),
        ({"parameters": 2.5}, TypeError, "parameters must be an integer, got 2.5"),
        ({"parameters": 17}, ValueError, "parameters must be at least 18 for one unit, got 17"),
    ],
)
def test_what_cannot_be_counted_is_refused(arguments, error, message):
    budget = {"parameters": 1000, "cell": "gru", "input_size": 3, **arguments}
    with pytest.raises(error, match=message):
        hidden_size_for(budget.pop("parameters"), **budget)


def test_a_hidden_size_must_be_a_size():
    with pytest.raises(ValueError, match="hidden_size must be at least 1, got 0"):
        parameter_count("gru", input_size=3, hidden_size=0)
