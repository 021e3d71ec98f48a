"""Libraries of others that pages load, copied from the installed wheels."""

import shutil
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

PLOTLY = f"plotly-{version('plotly')}.min.js"
MATHJAX = "mathjax/tex-chtml.js"
MATHJAX_SETTINGS: dict[str, dict] = {
    "loader": {"load": ["[tex]/color"]},
    "tex": {"packages": {"[+]": ["color"]}},
    "options": {"enableMenu": False},  # it offers languages and voices that are not here
}
MATHJAX_PARTS = ("output/chtml/fonts/woff-v2", "input/tex/extensions")
FONTS = tuple(
    f"mathjax/output/chtml/fonts/woff-v2/MathJax_{name}.woff"
    for name in ("Main-Regular", "Math-Italic")  # in nearly every equation
)


def copy_plotly(folder: Path) -> None:
    """Put plotly.js into `folder` under the name PLOTLY."""
    script = files("plotly") / "package_data" / "plotly.min.js"
    (folder / PLOTLY).write_bytes(script.read_bytes())


def copy_mathjax(folder: Path) -> None:
    """Put MathJax, its fonts and its TeX extensions into `folder`/mathjax."""
    source = Path(str(files("mathjax"))) / "static" / "mathjax" / "es5"
    target = (folder / MATHJAX).parent
    for part in MATHJAX_PARTS:
        shutil.copytree(source / part, target / part, dirs_exist_ok=True)
    shutil.copyfile(source / "tex-chtml.js", folder / MATHJAX)
