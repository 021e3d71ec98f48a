"""Trained models for the page: as a file that the reader opens in the widget, or right away."""

import json
import math
import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from gru_course.files import write_atomically
from gru_course.for_page.format import SIZES, page_document
from gru_course.models import SequenceModel

PERIOD = 20  # steps of a wave, for a model that comes without a sequence
CADENCE = [  # for a chorale's: the keys of tonic, subdominant, dominant and tonic in C major
    [27, 39, 43, 46],
    [32, 39, 44, 48],
    [34, 38, 41, 46],
    [27, 39, 43, 46],
]
REPEATS = 8


def for_page(model: SequenceModel, sequence: Tensor | None = None) -> dict:
    """A model as the plain data that `widgets.InsideGRU` shows and that `export_for_page` writes.

    model: a GRU of one layer that predicts its own input, a sample of a wave (size 1) or the keys
    of a chorale (size 88). sequence (T, I): what it reads, T from 2 to 128, a chorale's with the
    silence first (`pad_batch(...).x[0]`); None is a wave, or a cadence in C.

    Raises TypeError for what is no `SequenceModel`, ValueError for another model or sequence.
    """
    if not isinstance(model, SequenceModel):
        raise TypeError(f"model must be a SequenceModel, got {type(model).__name__}")
    settings = model.settings
    if settings["cell"] != "gru":
        raise ValueError(f"model must be of cell 'gru', got {settings['cell']!r}")
    if settings["num_layers"] != 1:
        raise ValueError(f"model must have one layer, got {settings['num_layers']}")
    sizes = settings["input_size"], settings["output_size"]
    tasks = {(size, size): task for task, size in SIZES.items()}
    if sizes not in tasks:
        raise ValueError(
            f"input_size and output_size must both be 1 (a wave) or 88 (chorales), got {sizes}"
        )
    task = tasks[sizes]
    recurrent = model.recurrent.state_dict()
    return page_document(
        task,
        {name.removesuffix("_l0"): _array(weight) for name, weight in recurrent.items()},
        {name: _array(weight) for name, weight in model.head.state_dict().items()},
        _array(_own_sequence(task) if sequence is None else sequence),
    )


def export_for_page(
    model: SequenceModel, path: str | os.PathLike, sequence: Tensor | None = None
) -> None:
    """Write a model to a JSON file that the page of chapter 12 opens ("Open weights").

    model and sequence: as for `for_page`, whose errors it raises. The file is whole or not there.
    """
    document = for_page(model, sequence)
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    write_atomically(Path(path), text.encode())


def _array(tensor: Tensor) -> np.ndarray:
    return torch.as_tensor(tensor).detach().to("cpu", torch.float64).numpy()


def _own_sequence(task: str) -> Tensor:
    """What a model reads that comes without a sequence of its own."""
    if task == "sine":
        return torch.sin(torch.arange(2 * PERIOD + 8) * (2 * math.pi / PERIOD))[:, None]
    roll = torch.zeros(1 + REPEATS * len(CADENCE), SIZES[task])
    for row, keys in zip(roll[1:], CADENCE * REPEATS, strict=True):
        row[keys] = 1
    return roll
