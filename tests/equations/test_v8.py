"""Numbers pass to V8 and back as they are, and all equations are there."""

import math

import pytest

from .v8 import MODULES, engine, evaluate

ECHO = "(given) => given"


@pytest.mark.parametrize("number", [0.1, 5e-324, -1.7976931348623157e308, 1 / 3, 2**53, math.inf])
def test_a_double_returns_as_it_was(number):
    assert evaluate(ECHO, number) == number


def test_what_json_has_no_word_for_returns_too():
    assert math.isnan(evaluate(ECHO, math.nan))
    assert math.copysign(1, evaluate(ECHO, -0.0)) == -1
    assert evaluate(ECHO, {"a": [None, True, 'a "word"']}) == {"a": [None, True, 'a "word"']}
    assert evaluate("() => ({ a: undefined, b: 1 })") == {"b": 1}
    assert evaluate("() => Float64Array.of(0.1, -Infinity)") == [0.1, -math.inf]


def test_a_fault_in_the_engine_is_one_here():
    with pytest.raises(Exception, match="nowhere is not defined"):
        evaluate("() => nowhere")


def test_every_module_is_there():
    assert {"gru.js", "lstm.js", "rnn.js", "fast.js", "init.js"} <= set(MODULES)
    assert engine().eval("Object.values(eq).every((it) => typeof it === 'function')")
