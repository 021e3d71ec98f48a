"""Libraries of others, found in the installed wheels, and what of them pages load."""

import re
import shutil
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

PLOTLY = f"plotly-{version('plotly')}.min.js"
MATHJAX = Path(str(files("mathjax"))) / "static" / "mathjax" / "es5"


def copy_plotly(folder: Path) -> None:
    """Put plotly.js into `folder` under the name PLOTLY."""
    (folder / PLOTLY).write_bytes(_plotly().read_bytes())


@cache
def plotly_styles() -> tuple[str, ...]:
    """The stylesheets that plotly.js writes into a page: an empty one, and one for its maps."""
    text = _plotly().read_text(encoding="utf-8")
    return ("", *re.findall(r"\.textContent='([^'\\]{99,})'", text))


def _plotly() -> Path:
    return Path(str(files("plotly"))) / "package_data" / "plotly.min.js"


def copy_fonts(folder: Path, names: Iterable[str]) -> None:
    """Put MathJax's fonts of these names into `folder`/fonts."""
    source = MATHJAX / "output" / "chtml" / "fonts" / "woff-v2"
    (folder / "fonts").mkdir(exist_ok=True)
    for name in names:
        shutil.copyfile(source / name, folder / "fonts" / name)
