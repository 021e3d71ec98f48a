"""How many parameters a model has, by formula, and the layer that a number of them pays for."""

from bisect import bisect_right
from dataclasses import dataclass

from gru_course.validation import choice, positive_integer

BLOCKS = {"gru": "rzn", "lstm": "ifgo", "rnn": "h", "mingru": "zn"}  # a letter for each, in order


@dataclass(frozen=True)
class ParameterCount:
    """The parameters of a recurrent layer and its head, part by part.

    blocks: the weights of each gate and candidate, by name: H (I + H) in a layer with I inputs,
    and H I in a minGRU, where no weight reads the state. biases: torch's, one beside each product,
    so 2 H a block. head: O (H + 1), bias included.
    """

    blocks: dict[str, int]
    biases: int
    head: int

    @property
    def layer(self) -> int:
        """All parameters of the recurrent layer."""
        return sum(self.blocks.values()) + self.biases

    @property
    def total(self) -> int:
        """All parameters."""
        return self.layer + self.head


def parameter_count(
    cell: str,
    *,
    input_size: int,
    hidden_size: int,
    output_size: int | None = None,
    num_layers: int = 1,
) -> ParameterCount:
    """Count the parameters of a layer or, with output_size, of a `SequenceModel`; builds neither.

    cell is "gru", "lstm", "rnn" or "mingru". A GRU layer has exactly 3/4 of an LSTM layer's
    parameters, and a simple RNN 1/4: three blocks, and one, to four.

    Raises ValueError for another cell or a size below 1, TypeError for a size that is no integer.
    Taught in chapter 11.
    """
    choice("cell", cell, tuple(BLOCKS))
    positive_integer("input_size", input_size)
    positive_integer("hidden_size", hidden_size)
    positive_integer("num_layers", num_layers)

    inputs = input_size + (num_layers - 1) * hidden_size  # of all layers
    products = 1 if cell == "mingru" else 2  # one with the input, one with the state
    states = (products - 1) * num_layers * hidden_size
    blocks = dict.fromkeys(BLOCKS[cell], hidden_size * (inputs + states))
    biases = len(blocks) * products * num_layers * hidden_size
    head = 0
    if output_size is not None:
        head = positive_integer("output_size", output_size) * (hidden_size + 1)
    return ParameterCount(blocks, biases, head)


def hidden_size_for(
    parameters: int,
    *,
    cell: str,
    input_size: int,
    output_size: int | None = None,
    num_layers: int = 1,
) -> int:
    """Return the largest hidden size whose model has at most this many parameters.

    So cells are compared at an equal budget. Arguments as in `parameter_count`.
    Raises ValueError when the budget does not pay for one unit. Taught in chapter 11.
    """
    positive_integer("parameters", parameters)

    def total(hidden_size: int) -> int:
        return parameter_count(
            cell,
            input_size=input_size,
            hidden_size=hidden_size,
            output_size=output_size,
            num_layers=num_layers,
        ).total

    if total(1) > parameters:
        raise ValueError(f"parameters must be at least {total(1)} for one unit, got {parameters}")
    # The total grows with every unit, by more than one parameter.
    return bisect_right(range(1, parameters + 1), parameters, key=total)
