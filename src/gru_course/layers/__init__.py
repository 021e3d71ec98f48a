"""GRU, LSTM, simple RNN and minGRU over time, with torch.nn's arguments and `state_dict` keys.

`recurrence` runs a step of `cells` over time; `fast` does the same with hand-derived gradients.
"""

from gru_course.layers.gru_lstm_rnn import GRU, LSTM, RNN, GRUGates
from gru_course.layers.mingru import MinGRU

__all__ = ["GRU", "LSTM", "RNN", "GRUGates", "MinGRU"]
