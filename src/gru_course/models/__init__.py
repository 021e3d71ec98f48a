"""A layer with a head: one output for each step, and what it writes when it runs freely."""

from gru_course.models.sequence_model import CELLS, SequenceModel, evaluation_mode, forecast

__all__ = ["CELLS", "SequenceModel", "evaluation_mode", "forecast"]
