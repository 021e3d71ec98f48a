"""The pages of the built book, and the few of them that stand for all others at landing."""

import re
from pathlib import Path

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).parents[2]
IN_ORDER = [re.sub(r"\.\w+$", "", name) for name in parse_toc_yaml(ROOT / "_toc.yml")]
PAGES = sorted(IN_ORDER)
MADE = ["genindex", "search"]  # by the build, from all pages

# Of these pages, each is the only one that holds this kind of part: an element's name and class.
# `test_cover.py` proves that, and that together they hold every kind that any page does.
STAND_FOR_ALL = {
    "index": "div.compound",  # parts of the book in a list
    "chapters/10_making_it_fast": "div.tag_hide-output",  # and all else that makes a chapter
    "chapters/14_generating": "div.gru-score",
    "chapters/api": "section.gru-api",
    "chapters/claims_ledger": "dl.gru-claims",
    "chapters/device_truth": "table.dataframe",
    "chapters/glossary": "dl.glossary",
    "chapters/references": "div.citation",
    "genindex": "table.genindextable",
    "search": "div.gru-results",
}
# What a phone or no script changes is of three kinds: a short page, a chapter, a page of outputs.
NARROW = ["index", "chapters/04_candidate_state", "chapters/10_making_it_fast"]


def each(*names: str, landing=STAND_FOR_ALL):
    """Parametrize by pages; those that the pages at landing stand for wait for the night."""
    marks = {False: pytest.mark.nightly, True: ()}
    return pytest.mark.parametrize(
        "name", [pytest.param(name, marks=marks[name in landing]) for name in names]
    )
