import ast
import json
import re
import symtable
from pathlib import Path

import pytest

from gru_press.class_copies.cells import ANSWER, is_tagged, source
from gru_press.class_copies.copies import (
    with_open_solutions,
    without_solutions,
    write_solutions,
    write_student_copies,
)
from gru_press.class_copies.nbgrader import for_nbgrader

CHAPTERS = Path(__file__).parents[3] / "chapters"
NOTEBOOKS = sorted(CHAPTERS.glob("*.ipynb"))
every_chapter = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
LONG = 30  # characters from which on a line is nobody's by chance


def read(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def lines_of(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line.strip()) >= LONG}


def printed(cell: dict) -> str:
    return "".join("".join(out.get("text", [])) for out in cell.get("outputs", []))


def solutions_of(notebook: dict) -> list[str]:
    """What must not be in a student's copy: the code and what it printed, and folded answers."""
    cells = notebook["cells"]
    code = [cell for cell in cells if is_tagged(cell, "solution")]
    folded = [text for cell in cells for text in ANSWER.findall(source(cell))]
    return [*map(source, code), *map(printed, code), *folded]


@every_chapter
def test_nothing_of_a_solution_is_left_for_students(path):
    notebook = read(path)
    copy = without_solutions(notebook)
    kept = "\n".join(map(source, copy["cells"]))
    taken = set().union(*map(lines_of, solutions_of(notebook)))
    exposed = {line for line in taken if line in json.dumps(copy, ensure_ascii=False)}
    others = [cell for cell in notebook["cells"] if not is_tagged(cell, "solution")]
    shared = lines_of("\n".join([*map(source, others), *map(printed, others)]))
    answers = set().union(*map(lines_of, ANSWER.findall(kept)))
    named = set(re.findall(r"`([^`\n]+)`", kept))  # what the question itself says in code
    assert exposed <= (shared - answers) | named
    assert not ANSWER.search(kept)
    assert not any(is_tagged(cell, "solution") for cell in copy["cells"])


@every_chapter
def test_students_keep_every_exercise_hint_and_widget(path):
    notebook = read(path)
    copy = without_solutions(notebook)
    ids = {cell["id"] for cell in copy["cells"]}
    lost = [cell for cell in notebook["cells"] if cell["id"] not in ids]
    assert all(is_tagged(cell, "solution") for cell in lost)
    asked, kept = ("\n".join(map(source, book["cells"])) for book in (notebook, copy))
    for word in ("<summary>Hint", "Prediction(", "**Code.**", " Explain.**", "## What to keep"):
        assert kept.count(word) == asked.count(word)


def names_of(cell: dict) -> tuple[set[str], set[str]]:
    """The names that a code cell defines for later ones, and those that it reads."""
    top = symtable.symtable(source(cell), cell["id"], "exec")
    made = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()}
    scopes, read = [top], set()
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        symbols = (one for one in scope.get_symbols() if one.is_referenced())
        read |= {one.get_name() for one in symbols if scope is top or one.is_global()}
    return made, read


@every_chapter
def test_no_cell_that_students_keep_needs_a_solution(path):
    """Names that only solutions define are used in solutions alone."""
    code = [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]
    given, taken, used = set(), set(), set()
    for cell in code:
        made, loaded = names_of(cell)
        if is_tagged(cell, "solution"):
            taken |= made
        else:
            given |= made
            used |= loaded
    assert used & (taken - given) == set()


@every_chapter
def test_lecturers_see_all_without_unfolding(path):
    notebook = read(path)
    copy = with_open_solutions(notebook)
    assert len(copy["cells"]) == len(notebook["cells"])
    text = "\n".join(map(source, copy["cells"]))
    assert all(answer in text for answer in solutions_of(notebook)[:1])
    assert not ANSWER.search(text)
    assert not any("jupyter" in c["metadata"] for c in copy["cells"] if is_tagged(c, "solution"))


@every_chapter
def test_code_is_counted_from_one_again(path):
    counts = [
        cell["execution_count"]
        for cell in without_solutions(read(path))["cells"]
        if cell["cell_type"] == "code"
    ]
    assert counts == list(range(1, len(counts) + 1))


@every_chapter
def test_nbgrader_gives_points_and_takes_solutions_out(path):
    notebook = read(path)
    cells = for_nbgrader(notebook)["cells"]
    known = {c["id"]: c["metadata"]["nbgrader"] for c in cells if "nbgrader" in c["metadata"]}
    names = [one["grade_id"] for one in known.values()]
    assert len(set(names)) == len(names)
    exercises = [cell for cell in notebook["cells"] if is_tagged(cell, "exercise")]
    checked = [one for one in known.values() if one["grade"] and one["locked"]]
    assert len(checked) == len(exercises)
    texts = [text for cell in notebook["cells"] for text in ANSWER.findall(source(cell))]
    assert sum(one["grade"] and one["solution"] for one in known.values()) == len(texts)
    for cell in cells:
        if "### BEGIN SOLUTION" in source(cell):
            ast.parse(source(cell))
            cleared = re.sub(r"### BEGIN.*### END SOLUTION", "", source(cell), flags=re.DOTALL)
            assert "..." in cleared


def test_copies_go_into_a_new_folder_with_what_they_read(tmp_path):
    written = write_student_copies(CHAPTERS, tmp_path / "class")
    assert [path.name for path in written] == [path.name for path in NOTEBOOKS]
    assert (tmp_path / "class" / "results" / "music.json").is_file()
    assert (tmp_path / "class" / "references.md").is_file()
    assert not (tmp_path / "class" / "teaching_guide.md").exists()  # it holds answers


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "my notes.txt").write_text("keep")
    with pytest.raises(FileExistsError, match="new or empty"):
        write_solutions(CHAPTERS, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["my notes.txt"]


def test_without_chapters_nothing_is_written(tmp_path):
    with pytest.raises(FileNotFoundError, match="folder with notebooks"):
        write_student_copies(tmp_path / "nothing", tmp_path / "class")
    assert not (tmp_path / "class").exists()


def test_an_assignment_has_its_configuration(tmp_path):
    config, *notebooks = write_solutions(CHAPTERS, tmp_path, nbgrader=True)
    compile(config.read_text("utf-8"), "nbgrader_config.py", "exec")
    assert {path.parent for path in notebooks} == {tmp_path / "source" / "gru"}


def test_copies_that_were_stopped_leave_nothing_and_can_be_made_again(tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", stopped)
        with pytest.raises(KeyboardInterrupt):
            write_student_copies(CHAPTERS, tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".part").mkdir()  # of a command that was killed
    assert all(path.is_file() for path in write_student_copies(CHAPTERS, tmp_path))
    assert not (tmp_path / ".part").exists()
