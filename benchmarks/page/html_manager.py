"""A page of widgets under the standard html-manager, with all its scripts beside it."""

import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data

from gru_press.book.pages.widget_places import STATE, VIEW, script

FOLDER = "html-manager"
SCRIPTS = {
    "require.js": ("shiny", "www/shared/requirejs/require.min.js"),
    "libembed-amd.js": ("shinywidgets", "static/libembed-amd.js"),
    "anywidget.js": ("anywidget", "nbextension/index.js"),
}
# What ipywidgets' own embedding page does, except that nothing comes from another host.
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>html-manager</title>
<link rel="icon" href="data:,">
<script src="{folder}/require.js"></script>
<script>requirejs.config({{ paths: {{ anywidget: "{folder}/anywidget" }} }});</script>
<script src="{folder}/libembed-amd.js"></script>
<script>
require(["@jupyter-widgets/html-manager/dist/libembed-amd"], (embed) => embed.renderWidgets());
</script>
</head>
<body>
<main>{views}</main>
{state}
</body>
</html>
"""


def write_html_manager(folder: Path) -> None:
    """Copy the scripts of the html-manager from the packages that bring them."""
    (folder / FOLDER).mkdir(exist_ok=True)
    for name, (package, place) in SCRIPTS.items():
        spec = find_spec(package)  # to import it would change how widgets are made
        assert spec and spec.origin
        shutil.copyfile(Path(spec.origin).parent / place, folder / FOLDER / name)


def html_manager_page(widgets: Sequence[Widget]) -> str:
    """The page as HTML; it lies in the folder to which the html-manager was written."""
    state = dependency_state(widgets, drop_defaults=False)
    data = embed_data(widgets, state=state)
    views = (f"<div>{script(VIEW, view)}</div>" for view in data["view_specs"])
    return PAGE.format(
        folder=FOLDER, views="\n".join(views), state=script(STATE, data["manager_state"])
    )
