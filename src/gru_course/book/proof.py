"""What must hold of a finished book: every page is there and every chapter's cells ran."""

from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder


def faults(app: Sphinx) -> list[str]:
    """One sentence for each page without HTML and for each notebook that did not run."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    found = []
    for docname in sorted(_pages(app)):
        if not Path(builder.get_outfilename(docname)).exists():
            found.append(f"{docname} has no HTML")
        if _is_notebook(app, docname) and not _ran(app, docname):
            found.append(f"the cells of {docname} did not run")
    return found


def _pages(app: Sphinx) -> set[str]:
    listed = getattr(app.env, "external_site_map", {})  # the pages of _toc.yml
    return set(app.env.found_docs) | {str(Path(name).with_suffix("")) for name in listed}


def _is_notebook(app: Sphinx, docname: str) -> bool:
    path = str(app.env.doc2path(docname))
    return path.endswith(".ipynb") or "kernelspec" in app.env.metadata.get(docname, {})


def _ran(app: Sphinx, docname: str) -> bool:
    run = getattr(app.env, "nb_metadata", {}).get(docname, {}).get("exec_data")
    return bool(run and run["succeeded"])
