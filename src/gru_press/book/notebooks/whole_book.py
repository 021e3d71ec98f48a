"""What must hold of a finished book: every page is there, every cell ran, and none complained."""

import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

COMPLAINTS = "gru_complaints"  # in a page's metadata, where Sphinx keeps it with the page


def refusal(faults: Iterable[str]) -> str:
    """Why a book is not built, in one line."""
    return "the book is not whole: " + "; ".join(faults)


def report(app: Sphinx, name: str, fault: Exception) -> str:
    """Keep the traceback of a chapter that was stopped where myst-nb keeps its own; return it."""
    file = Path(app.outdir, "reports", f"{name}.err.log")
    file.parent.mkdir(parents=True, exist_ok=True)
    told = "".join(traceback.format_exception(fault))
    file.write_text(told, "utf-8")
    return told


def faults(app: Sphinx) -> list[str]:
    """One sentence for each page without HTML, each notebook that did not run or complained."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    found = []
    for docname in sorted(_pages(app)):
        if not Path(builder.get_outfilename(docname)).exists():
            found.append(f"{docname} has no HTML")
        if _is_notebook(app, docname) and not _ran(app, docname):
            found.append(f"the cells of {docname} did not run")
        found += app.env.metadata.get(docname, {}).get(COMPLAINTS, [])
    return found


def note_complaints(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which cells of a page wrote to stderr: a warning is nothing for a reader."""
    docname = app.env.docname
    app.env.metadata[docname][COMPLAINTS] = [
        f"code cell {cell['exec_count']} of {docname} wrote to stderr: {_first_line(block)}"
        for cell in doctree.findall(nodes.container)
        if cell.get("nb_element") == "cell_code"
        for block in cell.findall(nodes.literal_block)
        if "stderr" in block["classes"]
    ]


def _pages(app: Sphinx) -> set[str]:
    listed = getattr(app.env, "external_site_map", {})  # the pages of _toc.yml
    return set(app.env.found_docs) | {str(Path(name).with_suffix("")) for name in listed}


def _is_notebook(app: Sphinx, docname: str) -> bool:
    path = str(app.env.doc2path(docname))
    return path.endswith(".ipynb") or "kernelspec" in app.env.metadata.get(docname, {})


def _ran(app: Sphinx, docname: str) -> bool:
    run = getattr(app.env, "nb_metadata", {}).get(docname, {}).get("exec_data")
    return bool(run and run["succeeded"])


def _first_line(block: nodes.literal_block) -> str:
    return block.astext().strip().partition("\n")[0]
