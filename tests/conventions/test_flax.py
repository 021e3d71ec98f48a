"""Flax itself gives our numbers from weights that went to it, and the other way round."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gru_course.conventions import (
    from_flax_linen,
    from_flax_nnx,
    to_flax_linen,
    to_flax_nnx,
)
from tests.conventions.agreement import (
    assert_agree,
    assert_disagree,
    assert_same_weights,
    bits,
    float32,
    float64,
    inputs_for,
    our_states,
    random_weights,
)


@pytest.fixture(scope="module")
def jax():
    """JAX on the CPU, with float64 allowed while these tests run; its import takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAX_PLATFORMS", "cpu")
        import jax

        with jax.enable_x64(True):
            yield jax


def flatten(params):
    return {
        f"{part} {name}": bits(a) for part, entry in params.items() for name, a in entry.items()
    }


def without_b_hn(weights):
    if weights.bias is not None:
        weights.bias_hh.chunk(3)[2].zero_()
    return weights


def states(step, x, h):
    """Run a step over x (T, B, I), compiled whole: one by one its operations take far longer."""
    import jax

    step, run = jax.jit(step), []
    for x_t in x:
        h, _ = step(h, x_t)
        run.append(h)
    return np.array(run)


def linen_states(params, x, h):
    from flax import linen

    cell = linen.GRUCell(h.shape[1], param_dtype=h.dtype)
    return states(lambda h, x_t: cell.apply({"params": params}, h, x_t), x, h)


def abstract_nnx_cell(input_size, hidden_size, dtype):
    """A cell that knows its parameters' shapes only; drawing them would take seconds."""
    from flax import nnx

    return nnx.eval_shape(
        lambda: nnx.GRUCell(input_size, hidden_size, param_dtype=dtype, rngs=nnx.Rngs(0))
    )


def nnx_states(params, x, h):
    from flax import nnx

    cell = abstract_nnx_cell(x.shape[2], h.shape[1], h.dtype)
    nnx.update(cell, params)
    return states(cell, x, h)


def drawn(shapes):
    """Parameters of these shapes, as Flax holds them."""
    import jax

    generator = np.random.default_rng(0)
    return jax.tree.map(lambda leaf: jax.numpy.asarray(generator.normal(size=leaf.shape)), shapes)


FORMS = {
    "linen": (to_flax_linen, from_flax_linen, linen_states),
    "nnx": (to_flax_nnx, from_flax_nnx, nnx_states),
}
each_form = pytest.mark.parametrize("form", FORMS)


def weights_for(form, *sizes, **options):
    weights = random_weights(*sizes, **options)
    return without_b_hn(weights) if form == "nnx" else weights


@each_form
@pytest.mark.parametrize(
    ("sizes", "dtype", "bias"),
    [
        ((1, 1), float32, True),
        ((3, 1), float64, True),
        ((1, 4), float32, False),
        ((3, 5), float64, False),
    ],
)
def test_flax_gives_our_numbers(jax, form, sizes, dtype, bias):
    to_form, _, flax_states = FORMS[form]
    weights = weights_for(form, *sizes, bias=bias, dtype=dtype)
    x, h_0 = inputs_for(weights)
    assert_agree(flax_states(to_form(weights), x, h_0), our_states(weights, x, h_0))


def test_we_give_the_numbers_of_linen(jax):
    from flax import linen

    cell = linen.GRUCell(5, param_dtype="float64")
    shapes = jax.eval_shape(cell.init, jax.random.key(0), np.zeros(5), np.zeros(3))
    params = drawn(shapes["params"])
    weights = from_flax_linen(params)
    x, h_0 = inputs_for(weights)
    assert_agree(linen_states(params, x, h_0), our_states(weights, x, h_0))
    assert flatten(to_flax_linen(weights)) == flatten(jax.tree.map(np.asarray, params))


def test_we_give_the_numbers_of_nnx(jax):
    from flax import nnx

    params = drawn(nnx.to_pure_dict(nnx.state(abstract_nnx_cell(3, 5, "float64"), nnx.Param)))
    weights = from_flax_nnx(params)
    x, h_0 = inputs_for(weights)
    assert_agree(nnx_states(params, x, h_0), our_states(weights, x, h_0))
    assert flatten(to_flax_nnx(weights)) == flatten(jax.tree.map(np.asarray, params))


def test_a_wrong_order_of_the_gates_is_noticed(jax):
    weights = random_weights()
    x, h_0 = inputs_for(weights)
    ours, params = our_states(weights, x, h_0), to_flax_linen(weights)
    for first, second in (("ir", "iz"), ("hr", "hz")):
        swapped = params | {first: params[second], second: params[first]}
        assert_disagree(linen_states(swapped, x, h_0), ours)
    params["hn"]["bias"] *= 0
    assert_disagree(linen_states(params, x, h_0), ours)  # b_hn matters


@given(
    form=st.sampled_from(list(FORMS)),
    input_size=st.integers(1, 6),
    hidden_size=st.integers(1, 6),
    seed=st.integers(0, 99),
)
def test_round_trips_are_exact(form, input_size, hidden_size, seed):
    torch.manual_seed(seed)
    to_form, from_form, _ = FORMS[form]
    weights = weights_for(form, input_size, hidden_size)
    params = to_form(weights)  # has one bias in r and z: the sum
    back = from_form(params)
    assert flatten(to_form(back)) == flatten(params)
    assert_same_weights(from_form(to_form(back)), back)
    assert bits(back.weight_hh) == bits(weights.weight_hh)
    if form == "linen":
        assert bits(back.bias_hh.chunk(3)[2]) == bits(weights.bias_hh.chunk(3)[2])


@each_form
def test_a_layer_with_the_reset_before_the_product_is_refused(form):
    to_form, *_ = FORMS[form]
    with pytest.raises(ValueError, match=rf"must be True for flax.{form}.GRUCell, got False: ther"):
        to_form(random_weights(reset_after=False))


def test_a_separate_b_hn_is_refused_where_it_has_no_place():
    weights = random_weights(1, 1, dtype=float32)
    with pytest.raises(ValueError, match=r"b_hn.* must be 0 for flax.nnx.GRUCell, .*got \[.*\]"):
        to_flax_nnx(weights)


@pytest.mark.parametrize(
    ("form", "change", "message"),
    [
        ("linen", {"hn": {"kernel": np.zeros((5, 5))}}, "params must hold hn bias, .* got hn kern"),
        ("linen", {"hr": {"kernel": np.zeros((5, 4))}}, r"hr kernel .*\(H, H\).*got \(5, 4\)"),
        ("linen", {"dense": {}, "hz": {}}, "params must hold .*hz kernel, .*got"),
        ("nnx", {"dense_h": {"kernel": np.zeros((15, 5))}}, r"dense_h kernel .*got \(15, 5\)"),
    ],
)
def test_what_does_not_fit_is_refused(form, change, message):
    to_form, from_form, _ = FORMS[form]
    with pytest.raises(ValueError, match=message):
        from_form(to_form(weights_for(form)) | change)
