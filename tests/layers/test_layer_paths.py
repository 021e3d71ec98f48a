"""The two paths of a layer: who derives the gradients, and who may watch."""

import pytest
import torch
from torch.func import functional_call, grad

from gru_course.cells import RNNStep
from gru_course.layers import GRU
from gru_course.layers.recurrence import PATHS, RecurrentLayer
from tests.layers.test_layers import LAYERS, OUTPUTS, Case


def node_names(tensor: torch.Tensor) -> set[str]:
    """The kinds of node in a tensor's graph."""
    found, waiting = {tensor.grad_fn}, [tensor.grad_fn]
    while waiting:
        parents = {parent for parent, _ in waiting.pop().next_functions} - {None} - found
        found |= parents
        waiting += parents
    return {type(node).__name__ for node in found}


@pytest.mark.parametrize("kind", LAYERS)
def test_the_path_decides_who_derives_the_gradients(kind):
    by_hand = f"Fast{LAYERS[kind][1].__name__}Backward"
    for path, is_fast in (("fast", True), ("readable", False), ("auto", True)):  # on a CPU
        case = Case(kind=kind, form="padded", num_layers=2, path=path)
        _, layer = case.layers()
        assert (by_hand in node_names(layer(*case.tensors())[0])) == is_fast


@pytest.mark.parametrize("reset_after", [True, False])
def test_both_paths_know_both_forms_of_the_candidate(reset_after):
    x = torch.randn(6, 3, 2, dtype=torch.float64)
    options = {"dtype": torch.float64, "reset_after": reset_after, "bidirectional": True}
    fast, readable = (GRU(2, 4, path=path, **options) for path in ("fast", "readable"))
    readable.load_state_dict(fast.state_dict())
    results = []
    for layer in (fast, readable):
        output, h_n = layer(x)
        gradients = torch.autograd.grad(output.square().sum(), [*layer.parameters()])
        results.append((output, h_n, *gradients))
    for a, b in zip(*results, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-13, atol=1e-14)


def test_the_fast_path_keeps_the_dtype_of_the_weights_under_autocast():
    layer = GRU(2, 4, path="fast")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output, _ = layer(torch.randn(3, 2, 2).bfloat16())
    assert output.dtype == torch.float32
    output.sum().backward()
    assert all(p.grad.dtype == torch.float32 for p in layer.parameters())


@pytest.mark.parametrize("kind", LAYERS)
def test_the_transforms_of_torch_func_see_every_operation(kind):
    _, layer = Case(kind=kind, form="padded").layers()
    x = Case(kind=kind, form="padded").tensors()[0]
    weights = dict(layer.named_parameters())

    def loss(weights):
        return functional_call(layer, weights, (x,))[0].square().sum()

    by_transform = grad(loss)(weights)
    loss(weights).backward()
    for name, weight in weights.items():
        torch.testing.assert_close(by_transform[name], weight.grad, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", LAYERS)
def test_a_layer_can_be_exported(kind):
    _, layer = Case(kind=kind, form="padded").layers()
    x = Case(kind=kind, form="padded").tensors()[0]
    exported = torch.export.export(layer, (x,)).module()
    torch.testing.assert_close(exported(x), layer(x), rtol=0, atol=OUTPUTS)


@pytest.mark.parametrize("path", PATHS)
def test_a_device_without_autocast_is_no_hindrance(path):
    output, _ = GRU(2, 3, path=path, device="meta")(torch.empty(4, 1, 2, device="meta"))
    assert output.shape == (4, 1, 3)


class Halver(RecurrentLayer):
    """The least that a new cell needs: blocks, and a step."""

    blocks = 1

    def _step(self, x, h_prev, *weights):
        return RNNStep((x + h_prev) / 2)


def test_a_new_cell_needs_a_step_and_has_no_fast_path():
    layer, x = Halver(2, 3), torch.randn(4, 1, 2)
    output, (h_n,) = layer._unroll(x, {"hx": None})
    torch.testing.assert_close(output[0][-1:], h_n)
    with pytest.raises(ValueError, match="path must be auto or readable for Halver, got 'fast'"):
        Halver(2, 3, path="fast")


@pytest.mark.parametrize("kind", LAYERS)
def test_an_unknown_path_is_refused(kind):
    _, ours, options = LAYERS[kind]
    with pytest.raises(ValueError, match="path must be one of auto, readable, fast, got 'slow'"):
        ours(2, 3, path="slow", **options)


def test_a_layer_shows_its_path_unless_it_is_the_default():
    assert "path='readable'" in repr(GRU(2, 3, path="readable"))
    assert "path" not in repr(GRU(2, 3))
