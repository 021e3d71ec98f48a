"""Markdown of a slide as HTML, its formulas set as in the book."""

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from gru_press.book.mathematics.typesetter import Typesetter


class Renderer(IPythonRenderer):
    """nbconvert's HTML of Markdown, but for the formulas."""

    def __init__(self, typesetter: Typesetter):
        super().__init__(escape=False, exclude_anchor_links=True)
        self.typesetter = typesetter

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return self.typesetter.set_formula(body)

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return self.typesetter.set_formula(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """An environment of TeX that stands in the text without dollars."""
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")


class SlideText:
    """Turns Markdown into HTML, and keeps the typesetter that knows all formulas of the decks."""

    def __init__(self) -> None:
        self.typesetter = Typesetter()
        self._markdown = MarkdownWithMath(renderer=Renderer(self.typesetter))

    def block(self, source: str) -> str:
        """The text of a cell."""
        return self._markdown.render(source)

    def line(self, heading: str) -> str:
        """A heading's text; "1. One" is no list."""
        return self.block(f"# {heading}").removeprefix("<h1>").removesuffix("</h1>\n")
