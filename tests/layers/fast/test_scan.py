import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.autograd import gradcheck, gradgradcheck

from gru_course.layers.fast.scan import scan, scan_readable

GRADIENTS = 1e-13  # relative to the largest number of the gradient, float64
sizes = st.tuples(st.integers(1, 30), st.integers(1, 4), st.integers(1, 5))  # T, B, H


def blend(T=7, B=2, H=3, *, seed=0, sharpness=2.0):
    """Gates, candidates and a first state that ask for gradients; sharp gates are near 0 and 1."""
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape):
        return torch.randn(shape, generator=generator, dtype=torch.float64)

    z, n, h_0 = torch.sigmoid(sharpness * draw(T, B, H)), draw(T, B, H), draw(B, H)
    return [tensor.requires_grad_() for tensor in (z, n, h_0)]


@given(size=sizes, seed=st.integers(0, 10**6), sharpness=st.sampled_from([0.1, 2.0, 100.0]))
def test_states_and_gradients_are_those_of_the_plain_loop(size, seed, sharpness):
    inputs = blend(*size, seed=seed, sharpness=sharpness)
    results = []
    for way in (scan, scan_readable):
        h = way(*inputs)
        weights = torch.linspace(-1, 2, h.numel(), dtype=h.dtype).view_as(h)
        results.append([h, *torch.autograd.grad(h, inputs, weights)])
    (h, *gradients), (their_h, *their_gradients) = results
    assert torch.equal(h, their_h)
    for ours, theirs in zip(gradients, their_gradients, strict=True):
        assert (ours - theirs).abs().max() <= GRADIENTS * theirs.abs().max()


def test_first_and_second_derivatives_are_those_of_finite_differences():
    assert gradcheck(scan, blend(5, 1, 2))
    assert gradgradcheck(scan, blend(5, 1, 2))


@pytest.mark.parametrize("asked", [(0,), (1,), (2,), (0, 2)])
def test_only_the_derivatives_asked_for_are_made(asked):
    inputs = [tensor.requires_grad_(k in asked) for k, tensor in enumerate(blend())]
    wanted = [inputs[k] for k in asked]
    plain = torch.autograd.grad(scan_readable(*inputs).square().sum(), wanted)
    for create_graph in (False, True):
        ours = torch.autograd.grad(scan(*inputs).square().sum(), wanted, create_graph=create_graph)
        torch.testing.assert_close(ours, plain, rtol=1e-13, atol=1e-13)


def test_an_input_that_depends_on_another_is_not_counted_twice():
    """Gates and first state are made of the candidates here, so n has three ways to the states."""
    _, n, _ = blend()
    z, h, states = torch.sigmoid(n), n[0], []
    for z_t, n_t in zip(z, n, strict=True):
        h = (1 - z_t) * n_t + z_t * h
        states.append(h)
    results = []
    for h in (scan(z, n, n[0]), torch.stack(states)):
        (first,) = torch.autograd.grad(h.square().sum(), n, create_graph=True)
        (second,) = torch.autograd.grad(first.square().sum(), n, retain_graph=True)
        results.append((first, second))
    torch.testing.assert_close(*results, rtol=1e-13, atol=1e-13)


def test_a_fixed_gate_is_an_average_whose_weights_fade_geometrically():
    _, n, h_0 = blend(T=5)
    z = torch.full_like(n, 0.8)
    weights = 0.2 * 0.8 ** torch.arange(4, -1, -1, dtype=n.dtype)
    expected = (weights.view(5, 1, 1) * n).sum(dim=0) + 0.8**5 * h_0
    torch.testing.assert_close(scan(z, n, h_0)[-1], expected, rtol=1e-14, atol=1e-14)


def test_gates_of_1_keep_the_first_state_and_gates_of_0_copy_the_candidate():
    _, n, h_0 = blend(T=500)
    assert torch.equal(scan(torch.ones_like(n), n, h_0), h_0.expand_as(n))
    assert torch.equal(scan(torch.zeros_like(n), n, h_0), n)


def test_inputs_and_the_incoming_gradient_stay_as_they_were():
    inputs = blend()
    before = [tensor.detach().clone() for tensor in inputs]
    h = scan(*inputs)
    weights = torch.ones_like(h)
    h.backward(weights, retain_graph=True)
    assert all(torch.equal(now, old) for now, old in zip(inputs, before, strict=True))
    assert torch.equal(weights, torch.ones_like(h))
    first = [tensor.grad.clone() for tensor in inputs]
    h.backward(weights)  # again, from the same saved tensors
    for tensor, grad in zip(inputs, first, strict=True):
        assert torch.equal(tensor.grad, 2 * grad)


def test_the_graph_has_one_node_for_all_steps():
    inputs = blend(T=50)
    states = scan(*inputs)  # kept: older torch lets a node go with its tensor
    assert type(states.grad_fn).__name__ == "_ScanBackward"
    parents = [node for node, _ in states.grad_fn.next_functions]
    assert [type(node).__name__ for node in parents] == ["AccumulateGrad"] * 3
