"""The theme's pages without what a strict policy refuses: handlers in attributes, written markup.

Two of the theme's buttons carry their script in an attribute, and three are written by scripts, to
be absent where scripts do not run. Here the first name what they do, for theme_buttons.js, and the
second stand in the page; book.css hides them from readers without scripts.
"""

import re

WRITTEN = re.compile(r"<script>\s*document\.write\(`(.*?)`\);\s*</script>", re.DOTALL)
THEBE = re.compile(
    r'<script type="text/x-thebe-config">.*?</script>|<script>\s*kernelName = .*?</script>',
    re.DOTALL,
)
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')  # Sphinx and the theme each bring one
ACTIONS = {"window.print()": "print", "toggleFullScreen()": "full-screen"}


def without_handlers(page: str) -> str:
    """A page of the theme with its buttons as markup, and without the rest of Thebe."""
    page = THEBE.sub("", WRITTEN.sub(r"\1", page))
    first = VIEWPORT.search(page)
    if first:
        page = page[: first.end()] + VIEWPORT.sub("", page[first.end() :])
    for handler, action in ACTIONS.items():
        page = page.replace(f'onclick="{handler}"', f'data-gru-does="{action}"')
    return page
