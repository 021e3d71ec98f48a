"""Training steps and inference of the layers, as ratios to torch's layer in the same rounds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from gru_course.lab.bench.measured import Figure
from gru_course.lab.bench.timing import ratio
from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.recurrence import RecurrentLayer

SHAPES = ((25, 32, 1, 32), (128, 32, 88, 128), (100, 64, 10, 100), (512, 16, 64, 256))  # T, B, I, H

GRU_FAST, GRU_READABLE, RNN_FAST = "GRU fast", "GRU readable", "RNN fast"
TRAINING_GOALS = {
    SHAPES[0]: {GRU_FAST: 0.45, GRU_READABLE: 1.00, RNN_FAST: 0.55},
    SHAPES[1]: {GRU_FAST: 0.72, GRU_READABLE: 1.05, RNN_FAST: 0.80},
    SHAPES[2]: {GRU_FAST: 0.82, GRU_READABLE: 1.02, RNN_FAST: 0.85},
    SHAPES[3]: {GRU_FAST: 0.82, GRU_READABLE: 1.02, RNN_FAST: 0.85},
}
INFERENCE_GOALS = dict(zip(SHAPES, (1.15, 1.05, 1.05, 1.05), strict=True))
LSTM_GOAL = 0.9
LSTM_SHAPES = SHAPES[:2]  # those that have a goal

Measure = Callable[[dict[str, Callable]], dict[str, list[float]]]


def training_step(layer: nn.RNNBase | RecurrentLayer, x: Tensor) -> Callable[[], None]:
    """Forward and backward over x (T, B, I), each output (T, B, H) with a gradient of its own."""
    gradient = torch.randn(*x.shape[:2], layer.hidden_size).to(x)
    parameters = [*layer.parameters()]

    def step() -> None:
        for parameter in parameters:
            parameter.grad = None
        layer(x)[0].backward(gradient)

    return step


def inference(layer: nn.Module, x: Tensor) -> Callable[[], None]:
    """Forward over x (T, B, I) without a graph."""

    def run() -> None:
        with torch.no_grad():
            layer(x)

    return run


def products_alone(T: int, B: int, I: int, H: int, device: torch.device) -> Callable[[], None]:
    """The matrix products of a GRU's training step, and nothing between them: the floor."""
    x, h = torch.randn(T * B, I, device=device), torch.randn(B, H, device=device)
    weight_ih = torch.randn(3 * H, I, device=device)
    weight_hh = torch.randn(3 * H, H, device=device)
    d = torch.randn(T * B, 3 * H, device=device)
    states = torch.randn(T * B, H, device=device)
    ahead, back = torch.empty(B, 3 * H, device=device), torch.empty(B, H, device=device)
    d_t, of_h = d[:B], weight_hh.T

    def products() -> None:
        x @ weight_ih.T
        for _ in range(T):
            torch.mm(h, of_h, out=ahead)
        for _ in range(T):
            torch.mm(d_t, weight_hh, out=back)
        d.T @ states
        d.T @ x

    return products


def training(
    shape: tuple[int, int, int, int], device: torch.device, measure: Measure
) -> Iterator[Figure]:
    """The figures of a training step at one shape (T, B, I, H)."""
    T, B, I, H = shape
    x = torch.randn(T, B, I).to(device)
    pairs = {
        GRU_FAST: (GRU(I, H, path="fast"), nn.GRU(I, H)),
        GRU_READABLE: (GRU(I, H, path="readable"), None),
        "GRU fast, reset before": (GRU(I, H, reset_after=False, path="fast"), None),
        RNN_FAST: (RNN(I, H, path="fast"), nn.RNN(I, H)),
    }
    steps, references = {}, {}
    for name, (ours, theirs) in pairs.items():
        steps[name] = training_step(ours.to(device), x)
        if theirs is not None:
            reference = f"torch.nn.{type(theirs).__name__}"
            steps[reference] = training_step(theirs.to(device), x)
        references[name] = reference if name.startswith("RNN") else "torch.nn.GRU"
    floor = "matrix products alone"
    steps[floor] = products_alone(*shape, device)
    references[floor] = "torch.nn.GRU"

    times = measure(steps)
    goals = TRAINING_GOALS.get(shape, {}) if device.type == "cpu" else {}
    for name, reference in references.items():
        yield Figure(
            section="training step, ratio to torch's layer",
            case=case(shape),
            what=name,
            value=ratio(times, name, reference),
            goal=goals.get(name),
        )


def forward(
    shape: tuple[int, int, int, int], device: torch.device, measure: Measure
) -> Iterator[Figure]:
    """The figure of inference at one shape (T, B, I, H)."""
    T, B, I, H = shape
    x = torch.randn(T, B, I).to(device)
    ours, theirs = (inference(layer(I, H).to(device), x) for layer in (GRU, nn.GRU))
    times = measure({"GRU": ours, "torch.nn.GRU": theirs})
    yield Figure(
        section="inference, ratio to torch.nn.GRU",
        case=case(shape),
        what="GRU",
        value=ratio(times, "GRU", "torch.nn.GRU"),
        goal=INFERENCE_GOALS.get(shape) if device.type == "cpu" else None,
    )


def lstm(
    shape: tuple[int, int, int, int], device: torch.device, measure: Measure
) -> Iterator[Figure]:
    """The figures of an LSTM's training step at one shape (T, B, I, H).

    torch.nn.LSTM is a fused oneDNN kernel on a CPU; switched off, it is made as nn.GRU is.
    """
    T, B, I, H = shape
    x = torch.randn(T, B, I).to(device)
    ours, theirs = (training_step(layer(I, H).to(device), x) for layer in (LSTM, nn.LSTM))
    gru = training_step(nn.GRU(I, H).to(device), x)

    def theirs_unfused() -> None:
        with without_onednn():
            theirs()

    unfused, fused = "torch.nn.LSTM, oneDNN off", "torch.nn.LSTM"
    steps = {"ours": ours, fused: theirs, "torch.nn.GRU": gru}
    if device.type == "cpu":
        steps[unfused] = theirs_unfused
    times = measure(steps)

    def figure(what: str, name: str, reference: str, goal: float | None = None) -> Figure:
        value = ratio(times, name, reference)
        return Figure(
            section="LSTM, training step", case=case(shape), what=what, value=value, goal=goal
        )

    if device.type == "cpu":
        goal = LSTM_GOAL if shape in LSTM_SHAPES else None
        yield figure(f"LSTM fast to {unfused}", "ours", unfused, goal)
    yield figure(f"LSTM fast to {fused}, fused", "ours", fused)
    yield figure(f"{fused}, fused, to torch.nn.GRU", fused, "torch.nn.GRU")


@contextmanager
def without_onednn() -> Iterator[None]:
    """Inside: torch's layers are made of its plain operations.

    `torch.backends.mkldnn.flags` would do the same and warn of a precision that it does not set.
    """
    before = torch.backends.mkldnn.set_flags(False)
    try:
        yield
    finally:
        torch.backends.mkldnn.set_flags(before[0])


def case(shape: tuple[int, ...]) -> str:
    """A shape as the tables write it: T,B,I,H."""
    return ",".join(map(str, shape))
