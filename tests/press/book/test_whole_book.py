"""A book is refused when a page is missing or a chapter did not run."""

from types import SimpleNamespace

import pytest
from docutils import nodes

from gru_press.book.notebooks import whole_book


@pytest.fixture
def app(tmp_path):
    """A finished build of one page of prose and one chapter, both in order."""
    for name in ("index", "gate"):
        (tmp_path / f"{name}.html").touch()
    env = SimpleNamespace(
        found_docs={"index", "gate"},
        external_site_map={"index.md": None, "gate": None},
        metadata={},
        nb_metadata={"gate": {"exec_data": {"succeeded": True}}},
        doc2path={"index": "index.md", "gate": "gate.ipynb"}.get,
    )
    builder = SimpleNamespace(get_outfilename=lambda name: tmp_path / f"{name}.html")
    return SimpleNamespace(env=env, builder=builder, outdir=tmp_path)


def test_a_whole_book_passes(app):
    assert whole_book.faults(app) == []


def test_a_page_without_html_is_a_fault(app):
    (app.outdir / "gate.html").unlink()
    assert whole_book.faults(app) == ["gate has no HTML"]


def test_a_chapter_of_the_contents_that_was_never_read_is_a_fault(app):
    app.env.external_site_map["lost"] = None
    app.env.doc2path = lambda name: f"{name}.md"
    assert "lost has no HTML" in whole_book.faults(app)


@pytest.mark.parametrize("run", [None, {"succeeded": False}])
def test_a_chapter_that_did_not_run_is_a_fault(app, run):
    app.env.nb_metadata["gate"] = {"exec_data": run}
    assert whole_book.faults(app) == ["the cells of gate did not run"]


def test_a_chapter_in_myst_must_run_too(app):
    app.env.metadata["index"] = {"kernelspec": {"name": "python3"}}
    assert whole_book.faults(app) == ["the cells of index did not run"]


def cell(count, *blocks):
    """A code cell of a page, with outputs given as a class and a text each."""
    outputs = [nodes.literal_block(text, text, classes=["output", name]) for name, text in blocks]
    return nodes.container("", *outputs, nb_element="cell_code", exec_count=count)


def test_a_cell_that_wrote_to_stderr_is_a_fault_and_is_named(app):
    app.env.docname, app.env.metadata = "gate", {"gate": {}}
    warning = "a.py:1: UserWarning: careful\n  warn('careful')"
    page = nodes.section("", cell(1, ("stream", "1")), cell(2, ("stderr", warning)))
    whole_book.note_complaints(app, page)
    told = "code cell 2 of gate wrote to stderr: a.py:1: UserWarning: careful"
    assert whole_book.faults(app) == [told]
