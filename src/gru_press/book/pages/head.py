"""One HTML page that holds live widgets as the book does, without Sphinx: for slides and tests."""

import html
from collections.abc import Sequence

from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data

from gru_press.book.assets import BOOK, Assets
from gru_press.book.pages.widget_places import STATE, VIEW, script, widget_view
from gru_press.book.pages.widget_state import without_code
from gru_press.book.policy import guarded

FORMULAS = "formulas.css"  # the rules for mathematics, made during the build
FONTS = tuple(  # in nearly every formula
    f"MathJax_{name}.woff" for name in ("Zero", "Main-Regular", "Math-Italic")
)
EARLY = (BOOK / "browser" / "before_paint.js").read_text(encoding="utf-8")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
</head>
<body>
<main>
{body}
</main>
{state}
</body>
</html>
"""


def standalone_page(
    widgets: Sequence[Widget], assets: Assets, *, title: str = "Widgets", base: str = "gru/"
) -> str:
    """The page as HTML. `base` leads from it to the folder that `assets` were written to."""
    data = embed_data(widgets, state=dependency_state(widgets, drop_defaults=False))
    state, entries = without_code(data["manager_state"], assets)
    views = [_view(widget, data["manager_state"]) for widget in widgets]
    page = PAGE.format(
        title=html.escape(title),
        head=f'<link rel="stylesheet" href="{base}{assets.names["page.css"]}">\n'
        + head(assets, entries, base),
        body="\n".join(views),
        state=script(STATE, state),
    )
    return guarded(page)


def head(
    assets: Assets,
    entries: set[str],
    base: str,
    *,
    widgets: bool = True,
    figures: bool = False,
    theme: bool = False,
) -> str:
    """The links and scripts of a page.

    entries: the modules that its widgets start from. base: leads from the page to the assets.
    widgets, figures: whether it holds live widgets and plotly figures.
    theme: whether the book's theme is around it, with its sidebars and its search.
    """
    scripts = ["host.js"] * widgets + ["plotly-figures.js"] * figures
    scripts += ["keyboard.js", "scroll_boxes.js"] * theme
    early = sorted({name for entry in [*entries, *scripts] for name in assets.modules(entry)})
    return "\n".join(
        [
            looks(assets, entries, base),
            *(f'<link rel="modulepreload" href="{base}{name}">' for name in early),
        ]
    ) + modules(assets, scripts, base)


def modules(assets: Assets, names: list[str], base: str) -> str:
    """Script elements, each on its own line, that run modules by their source names."""
    element = '\n<script type="module" src="{}{}"></script>'
    return "".join(element.format(base, assets.names[name]) for name in names)


def looks(assets: Assets, entries: set[str], base: str) -> str:
    """The part of a page's head that needs no module: icon, theme and stylesheets."""
    sheets = [assets.names["book.css"]]
    sheets += dict.fromkeys(s for entry in sorted(entries) for s in assets.stylesheets(entry))
    return "\n".join(
        [
            f'<link rel="icon" href="{base}{assets.names["favicon.svg"]}">',
            f"<script>{EARLY}</script>",
            *(f'<link rel="stylesheet" href="{base}{name}">' for name in sheets),
        ]
    )


def fonts(base: str, *, formulas: bool) -> str:
    """Fetch fonts before all else, for one that comes late moves the page: icons and formulas."""
    link = '<link rel="preload" as="font" type="font/woff" crossorigin href="{}{}">'
    names = ["icons.woff", *(f"fonts/{name}" for name in FONTS if formulas)]
    return "\n".join(link.format(base, name) for name in names)


def formulas(assets: Assets, base: str) -> str:
    """The part of a page's head that its formulas need besides fonts: their looks."""
    return f'<link rel="stylesheet" href="{base}{assets.names[FORMULAS]}">'


def _view(widget: Widget, state: dict) -> str:
    bundle = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return widget_view(data[VIEW], metadata, state)
