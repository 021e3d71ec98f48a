"""A page that holds the published equations, and nothing else."""

import pytest

MODULES = (
    "gru",
    "lstm",
    "rnn",
    "step_back",
    "gradients",
    "jacobian",
    "road",
    "fast",
    "init",
    "conventions",
)
IMPORT = """async (files) => {
  globalThis.eq = Object.assign({}, ...(await Promise.all(files.map((file) => import(file)))));
}"""


@pytest.fixture
def js(shelf, open_page):
    """A function that evaluates JavaScript in a page where `eq` holds all the equations."""
    folder, url, assets = shelf
    empty = '<!DOCTYPE html><link rel="icon" href="data:,"><title>equations</title>'
    (folder / "equations.html").write_text(empty, encoding="utf-8")
    page = open_page(url + "equations.html")
    page.evaluate(IMPORT, [f"./gru/{assets.names[f'{name}.js']}" for name in MODULES])
    return page.evaluate
