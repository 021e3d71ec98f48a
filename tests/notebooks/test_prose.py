"""What the chapters' prose calls by a code name exists: in their cells, the package or torch."""

import builtins
import importlib.util
import inspect
import json
import keyword
import re
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
PACKAGE = ROOT / "src" / "gru_course"

ROLE = re.compile(r"\{[\w:]+\}`[^`]*`")  # {cite:p}`cho2014` names no code
FENCE = re.compile(r"```.*?```", re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_]\w*")

# Said in words of other libraries, or of the text itself.
OTHERS = {
    "A2": "a note in ABC",
    "aabbbc": "a word that a network reads",
    "abcabc": "another",
    "columns": "stands for a list of positions",
    "linen": "a module of Flax",
    "mine": "stands for the reader's own function",
    "nan": "as Python prints it",
    "nnx": "a module of Flax",
    "of_": "the beginning of names in chapter 10",
    "encountered": "NumPy's warning",
    "overflow": "NumPy's warning",
}


def names_of_torch() -> set[str]:
    places = [torch, torch.nn, torch.Tensor, torch.nn.functional, torch.nn.utils.rnn]
    arguments = [torch.Tensor.backward, torch.nn.RNNBase.__init__]
    return {name for place in places for name in dir(place)} | {
        name for call in arguments for name in inspect.signature(call).parameters
    }


def names_of_the_package() -> set[str]:
    files = sorted(PACKAGE.rglob("*.py"))
    text = "\n".join(path.read_text("utf-8") for path in files)
    made = re.findall(r"\b(?:def|class) (\w+)|\b(\w+)\s*[:=]", text)
    made += re.findall(r'"((GRU_\w+))"', text)  # of the environment
    return {name for pair in made for name in pair} | {path.stem for path in files}


def words_of_the_commands() -> set[str]:
    commands = re.findall(r'add_parser\("(\w+)"', (ROOT / "course.py").read_text("utf-8"))
    return {"python", "course", *commands}


KNOWN = (
    words_of_the_commands()
    | names_of_torch()
    | names_of_the_package()
    | set(dir(builtins))
    | set(keyword.kwlist)
    | OTHERS.keys()
)


def unknown_names(chapter: Path) -> list[str]:
    cells = json.loads(chapter.read_text("utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    known = KNOWN | set(NAME.findall(code))
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    spans = SPAN.findall(FENCE.sub("", ROLE.sub("", prose)))
    names = {name for span in spans for name in NAME.findall(span)} - known
    return sorted(name for name in names if importlib.util.find_spec(name) is None)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_code_name_in_the_prose_exists(chapter):
    assert unknown_names(chapter) == []


def test_a_name_that_nobody_knows_is_found(tmp_path):
    cells = [{"cell_type": "markdown", "source": ["`gru_stepp` and `torch.lerp(n, h_prev, z)`"]}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}))
    assert unknown_names(tmp_path / "a.ipynb") == ["gru_stepp"]
