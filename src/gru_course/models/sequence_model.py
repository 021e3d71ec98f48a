"""A recurrent layer with a linear head: one prediction for every time step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from gru_course.layers import GRU, LSTM, RNN
from gru_course.layers.mingru import MinGRU
from gru_course.validation import choice, positive_integer

State = Tensor | tuple[Tensor, Tensor]  # of a layer; an LSTM has two
CELLS = {"gru": GRU, "lstm": LSTM, "rnn": RNN, "mingru": MinGRU}


class SequenceModel(nn.Module):
    """Read a sequence and predict at each step: y_t = V h_t + c, with h_t of the last layer.

    cell is "gru", "lstm", "rnn" or "mingru"; num_layers and dropout (between layers) are torch's.
    `recurrent` is the layer, `head` the linear map, `settings` the arguments it was built with.
    The outputs are plain numbers: a loss on logits, or a sigmoid, makes probabilities of them.

    Raises ValueError for another cell or a size below 1, TypeError for a size that is no integer.
    Taught in chapter 7.

    >>> outputs, state = SequenceModel(3, 5, 1, cell="lstm")(torch.ones(2, 7, 3))
    >>> outputs.shape
    torch.Size([2, 7, 1])
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        *,
        cell: str = "gru",
        num_layers: int = 1,
        dropout: float = 0.0,
    ):
        super().__init__()
        choice("cell", cell, tuple(CELLS))
        positive_integer("output_size", output_size)
        self.settings = {
            "input_size": input_size,
            "hidden_size": hidden_size,
            "output_size": output_size,
            "cell": cell,
            "num_layers": num_layers,
            "dropout": dropout,
        }
        self.recurrent = CELLS[cell](
            input_size, hidden_size, num_layers=num_layers, batch_first=True, dropout=dropout
        )
        self.head = nn.Linear(hidden_size, output_size)

    def forward(self, x: Tensor, hx: State | None = None) -> tuple[Tensor, State]:
        """Predict at every step of x (B, T, I), starting from the state hx (zeros when None).

        Returns (y, h_n): y (B, T, O), and the last state in the layer's form, which as `hx` of the
        next call goes on where this one stopped.
        Raises ValueError when x is not a batch of sequences.
        """
        if x.dim() != 3:
            raise ValueError(f"x must have shape (B, T, I), got {tuple(x.shape)}")
        states, h_n = self.recurrent(x, hx)
        return self.head(states), h_n

    @torch.no_grad()
    def set_output_bias(self, log_odds: Tensor) -> None:
        """Let the head start from these outputs (O,), such as the log-odds of each key.

        Raises ValueError for another shape, or for a number that is not finite.
        """
        bias = self.head.bias
        if log_odds.shape != bias.shape:
            raise ValueError(
                f"log_odds must have shape {tuple(bias.shape)}, got {tuple(log_odds.shape)}"
            )
        if not log_odds.isfinite().all():
            raise ValueError(f"log_odds must be finite, got {log_odds.tolist()}")
        bias.copy_(log_odds)


@contextmanager
def evaluation_mode(model: nn.Module) -> Iterator[None]:
    """Inside: no dropout, no gradients. Afterwards the model is in the mode it was in before."""
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(was_training)


def forecast(
    model: SequenceModel,
    context: Tensor,
    steps: int,
    draw: Callable[[Tensor], Tensor] | None = None,
) -> Tensor:
    """Let the model run free: after `context` it sees nothing but its own predictions.

    context (B, T, I) is read first; each prediction is then the next input, and the state is
    carried on. draw makes an input (B, 1, I) of outputs (B, 1, O), as those of `models.sampling`;
    None feeds the outputs back as they are. Returns (B, steps, I), of which the first is the step
    that follows the context, on the context's device, wherever the model is.
    Raises ValueError when steps < 1, or when outputs are no inputs because O is not I.
    Taught in chapter 9.
    """
    positive_integer("steps", steps)
    if draw is None and model.head.out_features != context.shape[-1]:
        raise ValueError(
            f"output_size must be the context's last size {context.shape[-1]} to be fed back, "
            f"got {model.head.out_features}"
        )
    draw = draw or (lambda outputs: outputs)
    with evaluation_mode(model):
        outputs, state = model(context.to(model.head.weight.device))
        prediction = draw(outputs[:, -1:])
        predictions = [prediction]
        for _ in range(steps - 1):
            outputs, state = model(prediction, state)
            prediction = draw(outputs)
            predictions.append(prediction)
    return torch.cat(predictions, dim=1).to(context.device)
