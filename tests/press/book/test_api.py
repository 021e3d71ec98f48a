"""The page of the package: every public name, read from the package itself."""

import re
from pathlib import Path

import pytest

from gru_press.book.reference.api import anchor, modules_of, public_names, signature
from gru_press.book.reference.docstrings import blocks
from tests.test_architecture import BUILT_UPON

PAGE = Path(__file__).parents[3] / "chapters" / "api.md"
NOT_SHOWN = {
    "_moved": "for notebooks of the last release",
    "files": "inside `train` and the data",
    "validation": "inside the layers",
    "stored_results": "for chapters that were downloaded",
    "exercises": "shown where they are asked",
}


def parts() -> list[str]:
    found = re.findall(r"```\{api\}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [part for block in found for part in block.split()]


def test_every_part_of_the_package_is_shown_or_has_a_reason_not_to_be():
    shown = {part.partition(".")[0] for part in parts()}
    assert shown | set(NOT_SHOWN) == set(BUILT_UPON)
    assert shown & set(NOT_SHOWN) == set()


def test_no_part_is_shown_twice():
    modules = [module for part in parts() for module in modules_of(part)]
    assert len({module.__name__ for module in modules}) == len(modules) > 40


def test_every_name_has_words_and_an_anchor_of_its_own():
    modules = [module for part in parts() for module in modules_of(part)]
    named = [(m, name, value) for m in modules for name, value in public_names(m)]
    assert [f"{m.__name__}.{name}" for m, name, value in named if not value.__doc__] == []
    anchors = {anchor(module, name) for module, name, _ in named}
    assert len(anchors) == len(named) > 200


def test_a_package_shows_what_it_offers_and_another_one_its_modules():
    assert [m.__name__ for m in modules_of("cells")] == ["gru_course.cells"]
    names = ("gru", "gru_reset_before", "lstm", "rnn", "scan", "time_walk")
    found = {m.__name__ for m in modules_of("layers.fast")}
    assert {f"gru_course.layers.fast.{name}" for name in names} <= found
    (cells,) = modules_of("cells")
    assert [name for name, _ in public_names(cells)] == cells.__all__
    with pytest.raises(ModuleNotFoundError):
        modules_of("novelty")


def test_a_signature_has_names_and_defaults_and_nothing_else():
    def step(x: int, *rest: int, form: str = "after", loss: object = sum) -> int:
        return x

    assert signature(step) == "(x, *rest, form='after', loss=sum)"
    assert signature(property(step)) == ""


def test_no_signature_has_an_address_which_would_differ_from_build_to_build():
    named = [each for part in parts() for m in modules_of(part) for each in public_names(m)]
    assert [name for name, value in named if " at 0x" in signature(value)] == []


def test_a_docstring_becomes_paragraphs_equations_lists_and_links():
    text = """Blend as `lerp` does.

        With z near 1
        the old state stays:

            h = (1 - z) n + z h_prev
              = n + z (h_prev - n)

        - see `gru_step`,
          which calls it
        - and the page
        """
    found = blocks(text, {"gru_step": "cells.gru_step"})
    tags = [type(node).__name__ for node in found]
    assert tags == ["paragraph", "paragraph", "literal_block", "bullet_list"]
    assert found[1].astext() == "With z near 1 the old state stays:"
    assert found[2].astext() == "h = (1 - z) n + z h_prev\n  = n + z (h_prev - n)"
    assert [item.astext() for item in found[3]] == ["see gru_step, which calls it", "and the page"]
    (link,) = found[3].findall(lambda node: "refid" in getattr(node, "attributes", {}))
    assert link["refid"] == "cells.gru_step"
