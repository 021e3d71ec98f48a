"""Live widgets: one Python class, one browser module and one stylesheet each."""

from gru_course.widgets.simple_rnn import SimpleRNN
from gru_course.widgets.update_gate import UpdateGate

__all__ = ["SimpleRNN", "UpdateGate"]
