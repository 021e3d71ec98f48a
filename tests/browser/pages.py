"""The pages of the built book, and the few of them that stand for all others at landing."""

import re
from pathlib import Path

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).parents[2]
IN_ORDER = [re.sub(r"\.\w+$", "", name) for name in parse_toc_yaml(ROOT / "_toc.yml")]
PAGES = sorted(IN_ORDER)
MADE = ["genindex", "search"]  # by the build, from all pages

# What only these pages hold. `test_cover.py` proves that they hold all that any page does.
STAND_FOR_ALL = {
    "index": "parts of the book in a list",
    "chapters/04_candidate_state": "an ordinary chapter: predictions, widgets, exercises, code",
    "chapters/10_making_it_fast": "figures and outputs that are folded",
    "chapters/14_generating": "scores",
    "chapters/api": "names of the package",
    "chapters/claims_ledger": "claims and what proves them",
    "chapters/device_truth": "tables of numbers",
    "chapters/glossary": "words and what they mean",
    "chapters/references": "citations",
    "genindex": "the index",
    "search": "the search",
}


def each(*names: str):
    """Parametrize by pages; those that others stand for wait for the night."""
    marks = {False: pytest.mark.nightly, True: ()}
    return pytest.mark.parametrize(
        "name", [pytest.param(name, marks=marks[name in STAND_FOR_ALL]) for name in names]
    )
