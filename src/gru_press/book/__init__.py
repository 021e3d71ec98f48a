"""The Sphinx extension of the book: live widgets and figures in pages that need no kernel.

`setup` is what Sphinx calls for `extra_extensions: [gru_press.book]`.
"""

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the extension; Sphinx is only imported here, so slides and tests do without it."""
    from gru_press.book import extension

    return extension.setup(app)
