"""Pages in the place of renamed ones: they send readers on, with the anchor and the query."""

import html
from os.path import relpath
from pathlib import Path

from gru_press.book.application import Book
from gru_press.book.pages.sharing import address

# The script keeps what follows the address; without JavaScript, a refresh loses the anchor.
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<script src="{script}" data-to="{target}"></script>
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
</head>
<body>
<p>This page is now <a href="{target}">{title}</a>.</p>
</body>
</html>
"""


def write_redirects(app: Book) -> None:
    """Write a page for each old name in `pages.toml`."""
    for old, new in app.gru_pages.renamed.items():
        target = _from(old, app.builder.get_target_uri(new))
        page = PAGE.format(
            title=html.escape(app.env.titles[new].astext()),
            canonical=html.escape(address(app, new) if app.config.html_baseurl else target),
            script=_from(old, f"_static/gru/{app.gru_assets.names['redirect.js']}"),
            target=html.escape(target),
        )
        file = Path(app.outdir) / app.builder.get_target_uri(old)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")


def _from(old: str, target: str) -> str:
    return Path(relpath(target, Path(old).parent)).as_posix()
