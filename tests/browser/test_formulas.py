"""Formulas of the built book: each set and spoken, in few bytes, with all that its page needs.

Only files are read here; how formulas look is tested in `test_pages.py` and `test_small_book.py`.
"""

import gzip
import re

import pytest

FORMULA = re.compile(r'(?s)class="math notranslate nohighlight".*?</mjx-container>')
SIGN = re.compile(r'<mjx-[^>]* class="(mjx-c[0-9A-F]+)(?: (TEX-[\w-]+))?"')
GROWTH = 10_000  # bytes that set formulas may add to a page as it is sent


def sent(text: str) -> int:
    """Bytes of a text as a server sends it."""
    return len(gzip.compress(text.encode()))


@pytest.fixture(scope="module")
def pages(book_folder) -> dict[str, str]:
    """The pages that hold formulas."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(book_folder.rglob("*.html"))}
    return {name: text for name, text in texts.items() if "<mjx-container" in text}


@pytest.fixture(scope="module")
def sheet(book_folder):
    """The one stylesheet of all formulas."""
    (path,) = (book_folder / "_static" / "gru").glob("formulas.*.css")
    return path


def test_every_formula_is_set_once_and_has_its_mathml(pages):
    formulas = 0
    for name, text in pages.items():
        count = len(re.findall(r'class="math notranslate nohighlight"', text))
        for part in ("<mjx-container ", "<mjx-math ", "<mjx-assistive-mml ", "<math "):
            assert text.count(part) == count, f"{part} in {name}"
        formulas += count
    assert formulas > 900


def test_no_formula_holds_an_error_a_source_or_a_height_that_is_none(pages):
    for name, text in pages.items():
        for formula in FORMULA.findall(text):
            assert not re.search(r"merror|\\|NaN", formula), f"{formula} in {name}"


def test_no_page_loads_mathjax(book_folder):
    for path in book_folder.rglob("*.html"):
        for script in re.findall(r"<script[^>]*>", path.read_text("utf-8")):
            assert "mathjax" not in script.lower(), path.name
    assert [path for path in book_folder.rglob("*.js") if "tex-chtml" in path.name] == []


def test_the_stylesheet_draws_every_sign_of_every_page_and_no_other(pages, sheet):
    used = {sign for text in pages.values() for sign, _ in SIGN.findall(text)}
    drawn = set(re.findall(r"\.(mjx-c[0-9A-F]+)", sheet.read_text("utf-8")))
    assert used == drawn


def test_the_fonts_are_there_and_no_page_wants_another(pages, sheet):
    css = sheet.read_text("utf-8")
    named = re.findall(r'url\("?fonts/([^")]+)', css)
    assert sorted(named) == sorted(path.name for path in (sheet.parent / "fonts").iterdir())
    wanted = {font for text in pages.values() for _, font in SIGN.findall(text) if font}
    assert all(f"@font-face{{font-family:MJX{font};" in css.replace(" ", "") for font in wanted)


def test_every_page_with_formulas_links_the_stylesheet_and_fetches_the_fonts_early(pages, sheet):
    for name, text in pages.items():
        assert text.count(f'{sheet.name}"') == 1, name
        assert re.findall(r'rel="preload" as="font"[^>]*fonts/MathJax_([\w-]+)', text) == [
            "Zero",
            "Main-Regular",
            "Math-Italic",
        ]


def test_set_formulas_cost_few_bytes(pages, sheet):
    assert sent(sheet.read_text("utf-8")) < 4_000
    for name, text in pages.items():
        bare = re.sub(r"(?s)<mjx-math .*?</mjx-math>", "", text)
        assert sent(text) - sent(bare) < GROWTH, name
