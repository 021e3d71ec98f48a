"""How a page is told to search engines and to those with whom its link is shared.

Addresses in these tags must be absolute, so what needs them is only there when the build knows the
book's own address: Sphinx's `html_baseurl`, which `course.py build --base-url` sets.
"""

import html
import os
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from gru_press.book.application import Book
from gru_press.book.pages.cards import HEIGHT, WIDTH, write_card
from gru_press.book.search.plain_math import math_as_letters

ADDRESS = "GRU_COURSE_BASE_URL"  # where course.py puts the book's address for the build
LONGEST = 155  # letters of a description; search engines cut later ones
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</urlset>
"""


def base_url(given: str) -> str:
    """The book's address with a "/" at its end, or "" if it is unknown. given: `html_baseurl`."""
    address = os.environ.get(ADDRESS) or given
    return address and address.rstrip("/") + "/"


def address(app: Sphinx, name: str) -> str:
    """The absolute address of a page; the landing page's is the book's own."""
    page = "" if name == app.config.root_doc else app.builder.get_target_uri(name)
    return app.config.html_baseurl + page


def describe(app: Book, name: str, doctree: nodes.document) -> str:
    """What `pages.toml` says of the page, else its first paragraph, cut at a word."""
    given = app.gru_pages.description(name)
    if given:
        return given
    paragraph = doctree.next_node(nodes.paragraph)
    text = " ".join(math_as_letters(paragraph).split()) if paragraph else ""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def tags(app: Sphinx, name: str, title: str, description: str) -> str:
    """The page's description, and the card that other sites show of it (ogp.me)."""
    plain_title = Markup(title).striptags()
    shared = {
        "og:type": "website",
        "og:site_name": app.config.html_title,
        "og:title": plain_title,
        "og:description": description,
    }
    if app.config.html_baseurl:
        shared |= {
            "og:url": address(app, name),
            "og:image": app.config.html_baseurl + card_of(name),
            "og:image:width": WIDTH,
            "og:image:height": HEIGHT,
            "og:image:alt": f"{app.config.html_title}: {plain_title}",
        }
    lines = [f'<meta name="description" content="{html.escape(description)}" />']
    lines += [
        f'<meta property="{key}" content="{html.escape(str(value))}" />'
        for key, value in shared.items()
    ]
    if app.config.html_baseurl:
        lines.append('<meta name="twitter:card" content="summary_large_image" />')
    return "\n".join(lines) + "\n"


def card_of(name: str) -> str:
    """Where a page's card is, seen from the book's root."""
    return f"_static/gru/cards/{name.replace('/', '-')}.png"


def write_site(app: Sphinx) -> None:
    """Write the cards, the map of the site and the word to robots, if the address is known."""
    if not app.config.html_baseurl:
        return
    root = Path(app.outdir)
    (root / card_of("")).parent.mkdir(exist_ok=True)
    names = sorted(app.env.found_docs)
    for name in names:
        title = app.env.titles[name].astext()
        write_card(root / card_of(name), title, app.config.html_title)
    places = (f"<url><loc>{html.escape(address(app, name))}</loc></url>" for name in names)
    (root / "sitemap.xml").write_text(SITEMAP.format("\n".join(places)), "utf-8")
    robots = f"User-agent: *\nAllow: /\nSitemap: {app.config.html_baseurl}sitemap.xml\n"
    (root / "robots.txt").write_text(robots, "utf-8")
