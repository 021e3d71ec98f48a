"""Weights from PyTorch's layout into the forms of others, and back.

| form | r acts on | z near 1 | stacked |
| --- | --- | --- | --- |
| PyTorch, this package | W_hn h_prev + b_hn; with reset_after=False h_prev | keeps | rows r, z, n |
| Cho et al. (2014), third version | h_prev | keeps | apart |
| Chung et al. (2014) | h_prev | replaces | apart |
| the FAU lecture | h_prev | replaces | apart, columns [h, x] |
| Keras | as PyTorch, either way | keeps | columns z, r, h |
| ONNX | as PyTorch, either way | keeps | rows z, r, h |
| Flax linen | W_hn h_prev + b_hn | keeps | apart |
| Flax nnx | W_hn h_prev | keeps | columns r, z, n |

`from_layer` and `into_layer` connect `GRUWeights` with a layer; every other pair of functions
connects it with one of these forms. What cannot be converted raises a ValueError that says why.
Weights that go into PyTorch's layout and back come back bit by bit. The other way round they do
where they have one bias, that is where bias_hh is 0 (but for b_hn): two biases leave as their sum.
No other library is needed: arrays are NumPy's.
"""

from gru_course.conventions.flax import (
    from_flax_linen,
    from_flax_nnx,
    to_flax_linen,
    to_flax_nnx,
)
from gru_course.conventions.keras import from_keras, to_keras
from gru_course.conventions.onnx import OnnxWeights, from_onnx, to_onnx
from gru_course.conventions.papers import (
    LectureWeights,
    PaperWeights,
    from_cho,
    from_chung,
    from_lecture,
    to_cho,
    to_chung,
    to_lecture,
)
from gru_course.conventions.weights import GRUWeights, from_layer, into_layer

__all__ = [
    "GRUWeights",
    "LectureWeights",
    "OnnxWeights",
    "PaperWeights",
    "from_cho",
    "from_chung",
    "from_flax_linen",
    "from_flax_nnx",
    "from_keras",
    "from_layer",
    "from_lecture",
    "from_onnx",
    "into_layer",
    "to_cho",
    "to_chung",
    "to_flax_linen",
    "to_flax_nnx",
    "to_keras",
    "to_lecture",
    "to_onnx",
]
