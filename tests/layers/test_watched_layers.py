"""Whoever looks at single operations sees them: batched gradients, forward derivatives, recorders.

Each way gives the Jacobian of all outputs, by the input or by a weight. The witness's is made from
one gradient after the other, which needs none of these ways.
"""

import pytest
import torch
from torch import Tensor
from torch.autograd import forward_ad
from torch.autograd.functional import jacobian
from torch.func import functional_call
from torch.fx.experimental.proxy_tensor import make_fx
from torch.utils._pytree import tree_leaves

from tests.layers.test_second_derivatives import CELLS, layers

pytestmark = pytest.mark.filterwarnings(  # by torch, in its own forward derivatives
    "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
)
EXACT = {"rtol": 0, "atol": 1e-14}


def gradients(run, values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The outputs, what they are made of, and one gradient for each output: a batch."""
    values = values.clone().requires_grad_()
    outputs = run(values)
    return outputs, values, torch.eye(len(outputs), dtype=values.dtype)


def in_a_batch(run, values: Tensor) -> Tensor:
    outputs, values, batch = gradients(run, values)
    return torch.autograd.grad(outputs, values, batch, is_grads_batched=True)[0]


def in_a_vmap(run, values: Tensor) -> Tensor:
    outputs, values, batch = gradients(run, values)
    return torch.vmap(lambda v: torch.autograd.grad(outputs, values, v, retain_graph=True)[0])(
        batch
    )


def forwards(run, values: Tensor) -> Tensor:
    columns = []
    for tangent in torch.eye(values.numel(), dtype=values.dtype):
        with forward_ad.dual_level():
            dual = forward_ad.make_dual(values, tangent.view_as(values))
            columns.append(forward_ad.unpack_dual(run(dual)).tangent)
    return torch.stack(columns, dim=1).unflatten(1, values.shape)


def recorded(run, values: Tensor) -> Tensor:
    _, values, batch = gradients(run, values)
    way_back = make_fx(lambda values, v: torch.autograd.grad(run(values), values, v)[0])
    way_back = way_back(values, batch[0])
    return torch.stack([way_back(values, v) for v in batch])


WAYS = {
    "is_grads_batched": in_a_batch,
    "vmap": in_a_vmap,
    "vectorize": lambda run, values: jacobian(run, values, vectorize=True),
    "vectorize, forward": lambda run, values: jacobian(
        run, values, vectorize=True, strategy="forward-mode"
    ),
    "jacrev": lambda run, values: torch.func.jacrev(run)(values),
    "jacfwd": lambda run, values: torch.func.jacfwd(run)(values),
    "dual_level": forwards,
    "make_fx": recorded,
}


# Every cell and every way, in turn by the input and by a weight.
CASES = [
    pytest.param(kind, way, (i + j) % 2, id=f"{kind}-{way}-{('input', 'weight')[(i + j) % 2]}")
    for i, kind in enumerate(CELLS)
    for j, way in enumerate(WAYS)
]


@pytest.mark.parametrize(("kind", "way", "by_weight"), CASES)
def test_the_jacobian_is_that_of_the_witness(kind, by_weight, way):
    x = torch.randn(2, 2, 2, dtype=torch.float64)
    found = []
    for layer, jacobian_of in zip(layers(kind, "one way"), (WAYS[way], jacobian), strict=True):
        (name,) = (n for n, _ in layer.named_parameters() if n.endswith("weight_ih_l0"))

        def run(values, layer=layer, name=name):
            given = ({name: values}, x) if by_weight else ({}, values)
            results = tree_leaves(functional_call(layer, *given))
            return torch.cat([result.flatten() for result in results])

        values = layer.get_parameter(name).detach() if by_weight else x
        found.append(jacobian_of(run, values))
    torch.testing.assert_close(*found, **EXACT)
