"""Libraries of others, found in the installed wheels, and what of them pages load."""

import shutil
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

PLOTLY = f"plotly-{version('plotly')}.min.js"
MATHJAX = Path(str(files("mathjax"))) / "static" / "mathjax" / "es5"


def copy_plotly(folder: Path) -> None:
    """Put plotly.js into `folder` under the name PLOTLY."""
    shutil.copyfile(files("plotly") / "package_data" / "plotly.min.js", folder / PLOTLY)


def copy_fonts(folder: Path, names: Iterable[str]) -> None:
    """Put MathJax's fonts of these names into `folder`/fonts."""
    source = MATHJAX / "output" / "chtml" / "fonts" / "woff-v2"
    (folder / "fonts").mkdir(exist_ok=True)
    for name in names:
        shutil.copyfile(source / name, folder / "fonts" / name)
