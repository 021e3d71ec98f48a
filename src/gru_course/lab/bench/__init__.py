"""How fast and how large the course's layers are beside torch.nn's: what `gru-course bench` prints.

`timing` and `memory` measure; `speed`, `footprint` and `witnesses` say what is measured and which
goal it has; `figures` is the form of a result.
"""

SECTIONS = ("training", "inference", "lstm", "memory", "witnesses")
