"""Nothing that is read from a disk or a network may run: no pickle, no code out of data."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ["src/**/*.py", "commands/*.py", "benchmarks/**/*.py", "course.py", "chapters/*.ipynb"]

# What unpickles by itself, or runs a text.
MODULES = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "jsonpickle"}
MODULES |= {"imp", "runpy"}
CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "joblib.load"}
CALLS |= {"subprocess.getoutput", "subprocess.getstatusoutput", "joblib.dump", "numpy.fromfile"}
CALLS |= {"pandas.read_pickle", "pandas.eval", "yaml.load", "yaml.load_all", "yaml.unsafe_load"}
CALLS |= {"yaml.full_load", "torch.save", "torch.jit.load", "torch.hub.load"}
# What is safe only with one setting.
NEEDS = {
    "torch.load": ("weights_only", True),
    "numpy.load": ("allow_pickle", False),
}
ONLY = {"shell": False, "allow_pickle": False, "weights_only": True}  # where it is said at all
USUAL = {"np": "numpy", "pd": "pandas"}

# The exceptions, each with its reason.
ALLOWED: dict[str, str] = {}


def code_of(path: Path) -> str:
    """The Python of a module or of a notebook's cells, without IPython's own lines."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    lines = "\n".join("".join(cell["source"]) for cell in cells).split("\n")
    return "\n".join(line for line in lines if not line.startswith(("%", "!")))


def full_names(tree: ast.AST) -> dict[str, str]:
    """What each name stands for that a code imports: {"t": "torch", "load": "torch.load"}."""
    found = dict(USUAL)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            start = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found |= {each.asname: start + each.name for each in node.names if each.asname}
            if start:
                found |= {each.name: start + each.name for each in node.names if not each.asname}
    return found


def faults(code: str) -> Iterator[str]:
    """Every place at which code may run what it reads."""
    tree = ast.parse(code)
    known = full_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from (f"import {name}" for name in names if name.split(".")[0] in MODULES)
        if isinstance(node, ast.Call):
            first, *rest = ast.unparse(node.func).split(".")
            name = ".".join([known.get(first, first), *rest]).removeprefix("builtins.")
            settings = {word.arg: word.value for word in node.keywords}
            values = {k: v.value for k, v in settings.items() if isinstance(v, ast.Constant)}
            if name in CALLS:
                yield f"{name}()"
            if name in NEEDS and values.get(NEEDS[name][0]) is not NEEDS[name][1]:
                yield f"{name}() without {NEEDS[name][0]}={NEEDS[name][1]}"
            said = [key for key in ONLY if key in settings and values.get(key) is not ONLY[key]]
            yield from (f"{key} other than {ONLY[key]}" for key in said)


def test_no_source_runs_what_it_reads():
    files = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    assert len(files) > 200
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {fault}"
        for path in files
        for fault in faults(code_of(path))
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from dill import load",
        "def f():\n    import cloudpickle.util",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "torch.load(path, weights_only=maybe)",
        "torch.save(model, path)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "np.savez(path, allow_pickle=True)",
        "joblib.load(path)",
        "yaml.load(text)",
        "eval(text)",
        "exec(text)",
        "subprocess.run(text, shell=True)",
        "os.system(text)",
        "from torch import load\nload(path)",
        "import torch as t\nt.load(path)",
        "from os import system\nsystem(text)",
        "from numpy import load as read\nread(path)",
        "import numpy\nnumpy.fromfile(path)",
        "subprocess.run(text, shell=flag)",
        "subprocess.run(text, shell=1)",
        "subprocess.getoutput(text)",
        "import runpy",
        "import builtins\nbuiltins.eval(text)",
        "yaml.load_all(text)",
    ],
)
def test_code_that_would_is_found(code):
    assert list(faults(code))


@pytest.mark.parametrize(
    "code",
    [
        "torch.load(path, weights_only=True)",
        "np.load(path, allow_pickle=False)",
        "model.eval()",
        "re.compile(text)",
        "from json import load\nload(file)",
        "subprocess.run(words, shell=False)",
        "yaml.safe_load(text)",
        "ast.literal_eval(text)",
    ],
)
def test_code_that_does_not_is_left_alone(code):
    assert list(faults(code)) == []
