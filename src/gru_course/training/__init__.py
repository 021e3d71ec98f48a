"""From a model and data to a trained model; `resume` lets a stopped run go on exactly."""

from gru_course.training.config import History, TrainingConfig
from gru_course.training.loop import evaluate, train

__all__ = ["History", "TrainingConfig", "evaluate", "train"]
