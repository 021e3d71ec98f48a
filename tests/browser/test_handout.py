"""A real chapter and small pages on paper, read back; the figures of the chapter as files."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from pypdf import PdfReader

from gru_press.handout.built_book import Book
from gru_press.handout.figures import write_figures
from gru_press.handout.printing import print_pages

pytestmark = pytest.mark.xdist_group("handout")  # what is printed once is read by all

ROOT = Path(__file__).parents[2]
CHAPTER = "chapters/03_update_gate"
A4 = (595, 842)  # points
SVG = "{http://www.w3.org/2000/svg}"
# Of the chapter: two lines of solutions, an answer, a reason of the prediction.
SOLVED = [
    "return torch.logit(z)",
    "return torch.cat([r, -z, n])",
    "The unit has stopped reading its input",
    "Near 1, the gate keeps the old state.",
]


def apart(action, *values, **options):
    """Do it in a thread of its own: Playwright starts once a thread, and pytest has started it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(action, *values, **options).result()


@pytest.fixture(scope="module")
def book(book_folder) -> Book:
    return Book.read(ROOT, book_folder)


@pytest.fixture(scope="module")
def printed(book, tmp_path_factory):
    """A function that prints the chapter once for students and once with solutions."""
    folder, known = tmp_path_factory.mktemp("handout"), {}

    def printed(*, solutions: bool) -> PdfReader:
        if solutions not in known:
            target = folder / f"new{solutions}" / "chapter.pdf"
            apart(print_pages, book, (CHAPTER,), target, solutions=solutions)
            known[solutions] = PdfReader(target)
        return known[solutions]

    return printed


def words_of(page) -> str:
    return " ".join(page.extract_text().split())


def text_of(reader: PdfReader) -> str:
    return " ".join(map(words_of, reader.pages))


def titles(outline: list) -> list[str]:
    return [entry.title for entry in outline if not isinstance(entry, list)]


def test_the_sheets_are_a4_and_numbered_and_name_the_chapter(printed):
    reader = printed(solutions=False)
    title, *_ = titles(reader.outline)
    assert len(reader.pages) >= 5
    for number, page in enumerate(reader.pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        assert words_of(page).startswith(f"{number}{title}")  # the foot is drawn first


def test_the_handout_is_tagged_says_its_language_and_its_title(printed):
    reader = printed(solutions=False)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert reader.metadata.author == "GRU course authors"
    assert reader.metadata.title.startswith(titles(reader.outline)[0])


def test_the_outline_holds_the_headings(book, printed):
    (chapter, sections) = printed(solutions=False).outline
    page = BeautifulSoup(book.page(CHAPTER).read_text("utf-8"), "html.parser")
    for link in page.select("a.headerlink"):
        link.decompose()
    assert chapter.title == page.h1.get_text()
    assert titles(sections) == [heading.get_text() for heading in page.select("article h2")]


def test_equations_and_figures_are_drawn_and_nothing_of_the_screen_is_left(printed):
    text = text_of(printed(solutions=False))
    assert "ht = (1 − zt) ⊙ nt + zt ⊙ ht−1" in text
    assert "share of the state left" in text  # an axis of the figure
    assert "Keeps 50 % of the old state" in text  # the widget's picture
    for screen in ("Show the code", "JavaScript", "Lock my answer", "open the answer", "Copy link"):
        assert screen not in text


def test_students_get_hints_and_no_solution(printed):
    text = text_of(printed(solutions=False))
    assert "Hint 1" in text
    assert [line for line in SOLVED if line in text] == []


@pytest.mark.nightly  # tests/press/handout/test_unfold.py sees what is opened before it is printed
def test_lecturers_get_solutions_answers_and_reasons(printed):
    text = text_of(printed(solutions=True))
    assert [line for line in SOLVED if line not in text] == []


@pytest.fixture(scope="module")
def together(small_book, tmp_path_factory) -> PdfReader:
    """Two pages of the small book, printed as one."""
    small = Book.read(small_book / "book", small_book / "gru")
    target = tmp_path_factory.mktemp("small") / "small.pdf"
    apart(print_pages, small, ("index", "prose"), target)
    return PdfReader(target)


def test_pages_that_are_printed_together_have_contents_and_links(together):
    reader = together
    assert titles(reader.outline) == [
        "The Gated Recurrent Unit, interactive",
        "A small book",
        "Only prose",
    ]
    starts = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert starts == [0, 1, len(reader.pages) - 1]
    contents = reader.pages[0].extract_text()
    assert f"A small book {starts[1] + 1}" in contents
    assert f"Only prose {starts[2] + 1}" in contents
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]
    inner = [link["/Dest"] for link in links if "/Dest" in link]
    assert inner == ["/index", "/prose"]
    assert set(inner) <= set(reader.named_destinations)


def test_a_wide_equation_is_whole(together):
    assert "nt = tanh(Winxt + bin + rt ⊙ (Whnht−1 + bhn))" in words_of(together.pages[1])


def test_the_figures_of_a_chapter_are_files_that_need_no_page(book, tmp_path):
    figures = apart(write_figures, book, (CHAPTER,), tmp_path / "figures")
    assert [figure.file.partition("-")[2] for figure in figures] == [
        "01-update-gate",
        "02-half-is-gone-after-1-7-69-or-693-steps",
        "03-update-gate-forms",
    ]
    for figure in figures:
        drawing = ElementTree.fromstring(figure.svg)
        size = [float(drawing.get(name)) for name in ("width", "height")]
        assert drawing.tag == f"{SVG}svg"
        assert len(list(drawing.iter(f"{SVG}text"))) >= 5
        assert "CC BY 4.0" in drawing.find(f"{SVG}desc").text
        assert not re.search(r"var\(|currentcolor", figure.svg, re.IGNORECASE)
        with Image.open(tmp_path / "figures" / f"{figure.file}.png") as image:
            assert image.size == tuple(2 * length for length in size)
            assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
            assert len(image.getcolors(2**16)) > 10
    listed = BeautifulSoup((tmp_path / "figures" / "index.html").read_text(), "html.parser")
    rows = listed.find_all("tr")
    assert [row.img["src"] for row in rows] == [f"{figure.file}.svg" for figure in figures]
    assert all(figure.alt in row.get_text() for figure, row in zip(figures, rows, strict=True))
    assert all(f"From 03_update_gate. {book.authors}, CC BY 4.0." in row.text for row in rows)
