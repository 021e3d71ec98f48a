"""What a recurrent layer remembers, how its gradients travel, and what it is made of."""

from gru_course.analysis.gradients import gradient_norms_by_lag
from gru_course.analysis.jacobian import JacobianTerms, jacobian_terms
from gru_course.analysis.sizes import ParameterCount, hidden_size_for, parameter_count
from gru_course.analysis.traces import gate_traces, half_lives

__all__ = [
    "JacobianTerms",
    "ParameterCount",
    "gate_traces",
    "gradient_norms_by_lag",
    "half_lives",
    "hidden_size_for",
    "jacobian_terms",
    "parameter_count",
]
