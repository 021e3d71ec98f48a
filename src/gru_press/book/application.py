"""Sphinx's application with what the extension keeps at it while a book is built."""

from sphinx.application import Sphinx

from .assets import Assets
from .launching import Repository
from .mathematics.typesetter import Typesetter
from .naming import Pages


class Book(Sphinx):
    """The type of the application that Sphinx hands to the extension; nobody makes one."""

    gru_assets: Assets
    gru_pages: Pages
    gru_repository: Repository | None
    gru_typesetter: Typesetter
