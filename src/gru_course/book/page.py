"""One HTML page that holds live widgets as the book does, without Sphinx: for slides and tests."""

import html
from collections.abc import Sequence

from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data

from .assets import BOOK, Assets
from .policy import guarded
from .state import lighten
from .views import STATE, VIEW, script, widget_view

FORMULAS = "formulas.css"  # the rules for mathematics, made during the build
FONTS = ("MathJax_Main-Regular.woff", "MathJax_Math-Italic.woff")  # in nearly every formula
EARLY = (BOOK / "early.js").read_text(encoding="utf-8")
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
    state, entries = lighten(data["manager_state"], assets)
    views = [_view(widget) for widget in widgets]
    page = PAGE.format(
        title=html.escape(title),
        head=f'<link rel="stylesheet" href="{base}{assets.names["page.css"]}">\n'
        + head(assets, entries, base),
        body="\n".join(views),
        state=script(STATE, state),
    )
    return guarded(page)


def head(
    assets: Assets, entries: set[str], base: str, *, widgets: bool = True, figures: bool = False
) -> str:
    """The links and scripts of a page.

    entries: the modules that its widgets start from. base: leads from the page to the assets.
    widgets, figures: whether it holds live widgets and plotly figures.
    """
    scripts = ["host.js"] * widgets + ["plotly-figures.js"] * figures
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


def formulas(assets: Assets, base: str) -> str:
    """The part of a page's head that its formulas need: fonts, stylesheet, a way to scroll."""
    font = '<link rel="preload" as="font" type="font/woff" crossorigin href="{}fonts/{}">'
    return "\n".join(
        [
            *(font.format(base, name) for name in FONTS),
            f'<link rel="stylesheet" href="{base}{assets.names[FORMULAS]}">',
            f'<script type="module" src="{base}{assets.names["formulas.js"]}"></script>',
        ]
    )


def _view(widget: Widget) -> str:
    bundle = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return widget_view(data[VIEW], metadata)
