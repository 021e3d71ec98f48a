"""Live widgets: one Python class, one browser module and one stylesheet each."""

from gru_course.widgets.candidate_state import CandidateState
from gru_course.widgets.convention_switch import ConventionSwitch
from gru_course.widgets.gate_golf import GateGolf
from gru_course.widgets.gradient_road import GradientRoad
from gru_course.widgets.half_life import HalfLife
from gru_course.widgets.inside_gru import InsideGRU
from gru_course.widgets.new_state import NewState
from gru_course.widgets.prediction import Prediction
from gru_course.widgets.prediction.answers import Number, Right
from gru_course.widgets.reset_gate import ResetGate
from gru_course.widgets.side_by_side import SideBySide
from gru_course.widgets.simple_rnn import SimpleRNN
from gru_course.widgets.train_here import TrainHere
from gru_course.widgets.unrolling import Unrolling
from gru_course.widgets.update_gate import UpdateGate
from gru_course.widgets.update_gate_forms import UpdateGateForms
from gru_course.widgets.whole_cell import WholeCell

__all__ = [
    "CandidateState",
    "ConventionSwitch",
    "GateGolf",
    "GradientRoad",
    "HalfLife",
    "InsideGRU",
    "NewState",
    "Number",
    "Prediction",
    "ResetGate",
    "Right",
    "SideBySide",
    "SimpleRNN",
    "TrainHere",
    "Unrolling",
    "UpdateGate",
    "UpdateGateForms",
    "WholeCell",
]
