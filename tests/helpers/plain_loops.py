"""Recurrences that torch has no layer for, as plain loops that autograd differentiates."""

import copy

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence, unpack_sequence


def gru_before(x: Tensor, h: Tensor, weight_ih, weight_hh, bias_ih, bias_hh) -> Tensor:
    """The next state (H,) of a GRU whose reset gate multiplies before the product."""
    x_r, x_z, x_n = (weight_ih @ x + bias_ih).chunk(3)
    (w_r, w_z, w_n), (b_r, b_z, b_n) = weight_hh.chunk(3), bias_hh.chunk(3)
    r = 1 / (1 + torch.exp(-(x_r + w_r @ h + b_r)))
    z = 1 / (1 + torch.exp(-(x_z + w_z @ h + b_z)))
    return (1 - z) * torch.tanh(x_n + w_n @ (r * h) + b_n) + z * h


def mingru(x: Tensor, h: Tensor, weight_ih, bias_ih) -> Tensor:
    """The next state (H,) of a minGRU."""
    x_z, n = (weight_ih @ x + bias_ih).chunk(2)
    z = 1 / (1 + torch.exp(-x_z))
    return (1 - z) * n + z * h


class PlainLoop(nn.Module):
    """One layer over padded (T, B, I) or packed sequences, each alone, with another's weights."""

    def __init__(self, layer: nn.Module, step):
        super().__init__()
        self.weights, self.step = copy.deepcopy(layer), step

    def forward(self, input, hx=None):
        packed = isinstance(input, PackedSequence)
        sequences = unpack_sequence(input) if packed else input.unbind(1)
        outputs, ends = zip(
            *(
                self.run(sequence, None if hx is None else hx[:, k])
                for k, sequence in enumerate(sequences)
            ),
            strict=True,
        )
        output = pack_sequence(outputs, enforce_sorted=False) if packed else torch.stack(outputs, 1)
        return output, torch.stack(ends, dim=1)

    def run(self, sequence: Tensor, hx: Tensor | None) -> tuple[Tensor, Tensor]:
        """The outputs (T, D H) of a sequence (T, I), and the states at the end (D, H)."""
        ways, ends = [], []
        for way in range(2 if self.weights.bidirectional else 1):
            weights = self.weights.weights("_l0_reverse" if way else "_l0")
            h = sequence.new_zeros(self.weights.hidden_size) if hx is None else hx[way]
            states = []
            for x in reversed(sequence) if way else sequence:
                h = self.step(x, h, *weights)
                states.append(h)
            ways.append(torch.stack(states[::-1] if way else states))
            ends.append(h)
        return torch.cat(ways, dim=-1), torch.stack(ends)
