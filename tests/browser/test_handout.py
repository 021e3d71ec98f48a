"""A small page and a real chapter on paper, read back; the figures of the chapter as files."""

import re
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from PIL import Image
from pypdf import PdfReader

from gru_course.handout.book import Book
from gru_course.handout.figures import write_figures
from gru_course.handout.printing import print_pages

CHAPTER = "chapters/03_update_gate"
SOLUTION = "def bias_for_half_life(steps):"  # begins the exercise too
A4 = (595, 842)  # points
SVG = "{http://www.w3.org/2000/svg}"


def apart(action, *values, **options):
    """Do it in a thread of its own: Playwright starts once a thread, and pytest has started it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(action, *values, **options).result()


@pytest.fixture(scope="module")
def book(book_folder) -> Book:
    return Book.read(ROOT, book_folder)


@pytest.fixture(scope="module", params=[False, True], ids=["for students", "with solutions"])
def chapter(request, book, tmp_path_factory) -> tuple[bool, PdfReader]:
    """Whether solutions are asked for, and the chapter as it was printed."""
    target = tmp_path_factory.mktemp("handout") / "new" / "chapter.pdf"
    apart(print_pages, book, (CHAPTER,), target, solutions=request.param)
    return request.param, PdfReader(target)
