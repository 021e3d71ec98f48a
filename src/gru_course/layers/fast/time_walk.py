"""The way through time that every recurrence of this folder takes: forth, and back."""

from collections.abc import Callable

import torch
from torch import Tensor

SPAN = 2**16  # numbers of one (B, H) block in a span; its few blocks fit a processor's cache


class Walk:
    """T time steps, cut into spans that are worked on while they are in the processor's cache.

    All tensors have time first, whichever way it runs; `backwards` runs it from T - 1 to 0.
    `spans` are slices of the T steps, in running order. Every span but one has `length` steps.
    """

    def __init__(self, steps: int, batch: int, hidden: int, backwards: bool):
        self.steps, self.backwards = steps, backwards
        self.length = min(steps, max(1, SPAN // (batch * hidden)))
        spans = [slice(a, min(steps, a + self.length)) for a in range(0, steps, self.length)]
        self.spans = spans[::-1] if backwards else spans

    @classmethod
    def over(cls, x: Tensor, h_0: Tensor, backwards: bool) -> "Walk":
        """The walk over the steps of x (T, B, I), from the states h_0 (B, H)."""
        return cls(x.shape[0], h_0.shape[0], h_0.shape[1], backwards)

    def part(self, values: Tensor, span: slice) -> Tensor:
        """A span of values (T or more, ...); one span alone needs no view, which takes its time."""
        return values if len(self.spans) == 1 else values[span]

    def buffer(self, values: Tensor, span: slice) -> Tensor:
        """As many steps as the span has, of an array (T, ...) that is used for every span anew."""
        return self.part(values, slice(0, span.stop - span.start))

    def forth(self, values: Tensor) -> tuple[Tensor, ...]:
        """The steps of a span (T, B, ...) in running order, each (B, ...)."""
        return values.unbind(0)[::-1] if self.backwards else values.unbind(0)

    def back(self, values: Tensor) -> tuple[Tensor, ...]:
        """The steps of a span (T, B, ...) against the running order, each (B, ...)."""
        return values.unbind(0) if self.backwards else values.unbind(0)[::-1]

    def start(self, initial: Tensor) -> Tensor:
        """An array (T + 1, B, H) for all states, with the initial one in its place."""
        states = initial.new_empty(self.steps + 1, *initial.shape)
        states[-1 if self.backwards else 0] = initial
        return states

    def states(self, states: Tensor, span: slice) -> tuple[Tensor, ...]:
        """The state (B, H) before the span and those after each of its steps, in running order."""
        return self.forth(self.part(states, slice(span.start, span.stop + 1)))

    def before(self, states: Tensor) -> Tensor:
        """The states (T, B, H) that the steps read."""
        return states[1:] if self.backwards else states[:-1]

    def after(self, states: Tensor) -> Tensor:
        """The states (T, B, H) that the steps made: the output."""
        return states[:-1] if self.backwards else states[1:]

    def end(self, states: Tensor) -> Tensor:
        """The state (B, H) after the last step."""
        return states[0 if self.backwards else -1]

    def gradients(
        self, of_output: Tensor | None, of_end: Tensor | None, like: Tensor
    ) -> tuple[Tensor, list[Tensor]]:
        """Where the way back starts, and what each step adds to it.

        The first is dL/dh (B, H) after the last step. The second holds for each of the T steps the
        gradient that its *earlier* neighbour's output brings: nothing at the step that runs first.
        """
        nothing = torch.zeros_like(like)
        outputs = [nothing] * self.steps if of_output is None else of_output.unbind(0)
        last = outputs[0 if self.backwards else -1]
        at_end = last.clone() if of_end is None else last + of_end
        if self.backwards:
            return at_end, [*outputs[1:], nothing]
        return at_end, [nothing, *outputs[:-1]]


def rows(values: Tensor) -> Tensor:
    """Steps and sequences as rows of one matrix: (T, B, F) to (T B, F)."""
    return values.reshape(-1, values.shape[-1])


def add_product(total: Tensor | None, left: Tensor, right: Tensor) -> Tensor:
    """Add left (A, N) @ right (N, C) to the total (A, C), which is None before the first span."""
    return left @ right if total is None else total.addmm_(left, right)


def add_rows(total: Tensor | None, values: Tensor) -> Tensor:
    """Add the sum of the rows of values (N, A) to the total (A), None before the first span."""
    return values.sum(0) if total is None else total.add_(values.sum(0))


def needs_graph(*tensors: Tensor | None) -> bool:
    """Whether somebody may ask for a gradient by one of them."""
    return torch.is_grad_enabled() and any(t is not None and t.requires_grad for t in tensors)


def readable_gradients(
    step: Callable, inputs: tuple, states: int, backwards: bool, gradients: tuple
) -> tuple[Tensor | None, ...]:
    """Gradients whose every operation is seen: autograd's, through the step of `cells` itself.

    inputs: x (T, B, I), `states` initial states (B, H), then the weights. gradients: those of the
    outputs (T, B, H) and of each state at the end; None for one that nothing depends on.

    The derivatives are those by views of the inputs, and so they end here. A state that was carried
    on has a history with the same weights in it: a derivative by these would count that history as
    well, and autograd counts it again when it gets there. A second derivative goes on through it.
    """
    create_graph = torch.is_grad_enabled()
    with torch.enable_grad():
        inputs = tuple(None if tensor is None else tensor.view_as(tensor) for tensor in inputs)
        made = zip(_by_steps(step, inputs, states, backwards), gradients, strict=True)
    ends, arriving = zip(*[pair for pair in made if pair[1] is not None], strict=True)
    wanted = [tensor for tensor in inputs if tensor is not None and tensor.requires_grad]
    found = torch.autograd.grad(
        ends, wanted, arriving, create_graph=create_graph, allow_unused=True
    )
    remaining = iter(found)
    return tuple(
        next(remaining) if tensor is not None and tensor.requires_grad else None
        for tensor in inputs
    )


def _by_steps(step: Callable, inputs: tuple, states: int, backwards: bool) -> tuple[Tensor, ...]:
    """The outputs (T, B, H) and the states at the end, by one call of `step` for each step."""
    x, state, weights = inputs[0], inputs[1 : 1 + states], inputs[1 + states :]
    of_steps = []
    for x_t in x.unbind(0)[::-1] if backwards else x.unbind(0):
        computed = step(x_t, *state, *weights)
        state = (computed.h, computed.c) if states == 2 else (computed.h,)
        of_steps.append(computed.h)
    return torch.stack(of_steps[::-1] if backwards else of_steps), *state
