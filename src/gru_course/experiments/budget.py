"""How many units a number of parameters buys."""

import torch

from gru_course.models import SequenceModel


def count_parameters(
    cell: str, hidden_size: int, input_size: int, output_size: int, num_layers: int = 1
) -> int:
    """The parameters of a `SequenceModel`, head included."""
    with torch.device("meta"):  # counted, never filled
        model = SequenceModel(
            input_size, hidden_size, output_size, cell=cell, num_layers=num_layers
        )
    return sum(parameter.numel() for parameter in model.parameters())


def hidden_size_for(
    parameters: int, cell: str, input_size: int, output_size: int, num_layers: int = 1
) -> int:
    """The number of units with which a model comes nearest to so many parameters; at least 1."""

    def surplus(units: int) -> int:
        return count_parameters(cell, units, input_size, output_size, num_layers) - parameters

    low, high = 1, 2
    while surplus(high) < 0:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if surplus(middle) <= 0 else (low, middle)
    return low if abs(surplus(low)) <= abs(surplus(high)) else high
