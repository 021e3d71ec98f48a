"""What a recurrent layer remembers, how its gradients travel, and what it is made of."""

from gru_course.analysis.sizes import ParameterCount, hidden_size_for, parameter_count

__all__ = ["ParameterCount", "hidden_size_for", "parameter_count"]
