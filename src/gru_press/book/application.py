"""Sphinx's application with what the extension keeps at it while a book is built."""

from sphinx.application import Sphinx

from gru_press.book.assets import Assets
from gru_press.book.mathematics.typesetter import Typesetter
from gru_press.book.pages.pages_toml import Pages
from gru_press.book.pages.run_it_yourself import Repository


class Book(Sphinx):
    """The type of the application that Sphinx hands to the extension; nobody makes one."""

    gru_assets: Assets
    gru_pages: Pages
    gru_repository: Repository | None
    gru_typesetter: Typesetter
