"""Join pages of the built book into one document.

A browser that prints one document numbers its pages, tags it and keeps its links; files that were
printed apart and joined later would lose some of that.
"""

from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from gru_press.handout.built_book import LICENCE, LICENCE_ADDRESS, Book
from gru_press.handout.joined_links import anchor, join, resolved
from gru_press.handout.tags import attribute, sole
from gru_press.handout.unfold import unfold

STYLE = (Path(__file__).with_name("handout.css")).read_text("utf-8")
NOT_ON_PAPER = "a.headerlink, .gru-progress, .prev-next-area, button, p.gru-still"
PAGE = """<!DOCTYPE html>
<html lang="{language}" class="js" data-theme="light">
<head>
<meta charset="utf-8">
<title>{title}</title>
{head}
<style>{style}</style>
</head>
<body>
<main class="bd-article">
{front}
{chapters}
</main>
</body>
</html>
"""
ORIGIN = '<p class="gru-origin">{what} · <a href="{address}">{licence}</a></p>'
CHAPTER = '<section id="{id}" style="page: {page}">\n{content}\n</section>'
CONTENTS = (
    '<section class="gru-contents">\n<h1>{title}</h1>\n{origin}\n<ol>\n{lines}\n</ol>\n</section>'
)
LINE = '<li><a href="#{id}">{title}</a> <output></output></li>'  # the number of its page comes late
FOOTER = '@page {page} {{ @bottom-left {{ content: "{title}"; }} }}\n'


def document(book: Book, names: tuple[str, ...], *, solutions: bool = False) -> str:
    """The pages `names` of a book as one page of HTML. solutions: whether answers stay, opened."""
    about = [book.authors, *["with solutions"] * solutions]
    heads: dict[str, None] = {}
    titles: list[str] = []
    chapters: list[str] = []
    footers: list[str] = []
    for name in names:
        page = BeautifulSoup(book.page(name).read_text("utf-8"), "html.parser")
        heads.update(dict.fromkeys(_head(page, name)))
        article = sole(page, "article")
        for node in article.select(NOT_ON_PAPER):
            node.decompose()
        unfold(article, solutions=solutions)
        join(article, name, names)
        titles.append(" ".join(sole(article, "h1").get_text().split()))
        place = f"page{len(chapters)}"  # the name of its sheets
        footers.append(FOOTER.format(page=place, title=_quoted(titles[-1])))
        content = article.decode_contents()
        chapters.append(CHAPTER.format(id=anchor(name), page=place, content=content))
    return PAGE.format(
        language=attribute(sole(page, "html"), "lang"),
        title=escape(book.title if len(names) > 1 else f"{titles[0]} · {book.title}"),
        head="\n".join(heads),
        style=STYLE + "".join(footers),
        front=_front(book, names, titles, about),
        chapters="\n".join(chapters),
    )


def _front(book: Book, names: tuple[str, ...], titles: list[str], about: list[str]) -> str:
    """The contents of several pages; of one, the line that says what it belongs to."""
    if len(names) == 1:
        return _origin(book.title, *about)
    lines = [
        LINE.format(id=anchor(name), title=escape(title))
        for name, title in zip(names, titles, strict=True)
    ]
    title = escape(book.title)
    return CONTENTS.format(title=title, origin=_origin(*about), lines="\n".join(lines))


def _origin(*what: str) -> str:
    told = " · ".join(map(escape, what))
    return ORIGIN.format(what=told, address=LICENCE_ADDRESS, licence=LICENCE)


def _head(page: BeautifulSoup, name: str) -> list[str]:
    """What of a page's head the document needs: stylesheets, what draws figures."""
    kept = []
    for node in page.find_all(["link", "script"]):
        if _is_needed(node):
            for place in ("src", "href"):
                if node.has_attr(place):
                    node[place] = resolved(name, attribute(node, place))
            kept.append(str(node))
    return kept


def _is_needed(node: Tag) -> bool:
    if node.name == "link":
        return "stylesheet" in attribute(node, "rel").split()
    return "plotly-figures" in attribute(node, "src")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
