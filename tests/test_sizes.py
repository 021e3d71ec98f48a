"""Files and functions stay short; what is longer is named here, with its reason."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE, TESTS, FUNCTION = 200, 250, 45  # lines; of a function those below its docstring
TRACKED = 300_000  # bytes

ONE_STATE = "one drawing whose parts read and write one state"
ONE_SUITE = "one subject with helpers of its own"
LONGER = {  # lines that a file may have at most, and why
    "src/gru_course/figures/plots.py": (210, "one figure after the other, each alone"),
    "src/gru_course/layers/recurrence.py": (230, "one class, read as a layer runs"),
    "src/gru_course/widgets/candidate_state/candidate_state.js": (210, ONE_STATE),
    "src/gru_course/widgets/gate_golf/gate_golf.js": (250, ONE_STATE),
    "src/gru_course/widgets/new_state/new_state.js": (210, ONE_STATE),
    "src/gru_course/widgets/reset_gate/reset_gate.js": (240, ONE_STATE),
    "src/gru_course/widgets/shared/frame.js": (250, "what all widgets share is in one place"),
    "src/gru_course/widgets/shared/widget.css": (255, "what all widgets share is in one place"),
    "src/gru_course/widgets/side_by_side/side_by_side.js": (230, ONE_STATE),
    "src/gru_course/widgets/unrolling/unrolling.js": (255, ONE_STATE),
    "src/gru_course/widgets/whole_cell/cell_flow.js": (205, ONE_STATE),
    "tests/browser/test_whole_cell.py": (270, ONE_SUITE),
    "tests/commands/test_answering.py": (253, ONE_SUITE),
    "tests/cells/test_cells.py": (260, ONE_SUITE),
    "tests/layers/test_layers.py": (260, ONE_SUITE),
    "tests/training/test_training.py": (260, ONE_SUITE),
}
PROPERTIES = "a check yields all properties of an answer, in the order of teaching"
LONGER_FUNCTIONS = {
    "check_draw_top": (60, PROPERTIES),
    "check_my_step": (65, PROPERTIES),
    "check_masked_nll": (50, PROPERTIES),
    "check_to_update_gate": (50, PROPERTIES),
}


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("no git, no list of files")
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def lines(name: str) -> int:
    return (ROOT / name).read_text("utf-8").count("\n")


def usual(name: str) -> int:
    return TESTS if name.startswith("tests/") else MODULE


def functions(code: str) -> dict[str, int]:
    """The lines of every function, without its signature and its docstring."""
    found = {}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[bool(ast.get_docstring(node)) :] or node.body
            found[node.name] = body[-1].end_lineno - body[0].lineno + 1
    return found


def test_no_module_grew_beyond_what_is_read_at_one_sitting():
    code = [name for name in tracked() if name.endswith((".py", ".js", ".css"))]
    assert len(code) > 400
    assert {
        name: lines(name) for name in code if lines(name) > LONGER.get(name, (usual(name), ""))[0]
    } == {}


def test_no_function_grew_beyond_a_screen():
    long = {}
    for name in (name for name in tracked() if name.endswith(".py")):
        for function, length in functions((ROOT / name).read_text("utf-8")).items():
            if length > LONGER_FUNCTIONS.get(function, (FUNCTION, ""))[0]:
                long[f"{name}: {function}"] = length
    assert long == {}


def test_whoever_became_short_again_is_no_exception():
    assert [name for name in LONGER if lines(name) <= usual(name)] == []
    assert [name for name, (most, _) in LONGER.items() if most - lines(name) > 10] == []


def test_no_large_file_is_tracked():
    sizes = {name: (ROOT / name).stat().st_size for name in tracked()}
    assert {name: size for name, size in sizes.items() if size > TRACKED} == {}


def test_a_long_function_is_found():
    code = 'def short():\n    """Doc."""\n    return 1\n\n\ndef long():\n' + "    x = 1\n" * 50
    assert functions(code) == {"short": 1, "long": 50}
