"""One time step of a GRU, an LSTM and a simple RNN: one line of code per line of mathematics.

The parameters are those of `torch.nn.GRUCell`, `LSTMCell` and `RNNCell`, and fit as they are.
"""

from gru_course.cells.modules import GRUCell, LSTMCell, RNNCell
from gru_course.cells.steps import GRUStep, LSTMStep, RNNStep, gru_step, lstm_step, rnn_step

__all__ = [
    "GRUCell",
    "GRUStep",
    "LSTMCell",
    "LSTMStep",
    "RNNCell",
    "RNNStep",
    "gru_step",
    "lstm_step",
    "rnn_step",
]
