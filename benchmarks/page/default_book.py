"""The same chapters as Jupyter Book builds them by itself, and what their pages load.

Its pages load MathJax, require.js and the html-manager from other hosts. No network is needed here:
the same libraries, from installed wheels, stand in for them under the same addresses.
"""

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from benchmarks.page.html_manager import SCRIPTS

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
PLACE = BUILD / "default-book"
CACHE = BUILD / "aside" / "_build" / ".jupyter_cache"  # chapters that were run are not run again
SOURCES = ("chapters", "index.md", "_toc.yml", "references.bib")
SETTINGS = {
    "title": "The Gated Recurrent Unit, interactive",
    "author": "GRU course authors",
    "bibtex_bibfiles": ["references.bib"],
    "execute": {"execute_notebooks": "cache", "cache": str(CACHE), "timeout": 300},
}
# Our package names renderers to myst-nb wherever it is installed; a default book has none.
BUILDER = """
import sys
from jupyter_book.cli.main import main
from myst_nb.core import render
render.load_mime_renders = list
main(["build", *sys.argv[1:]])
"""
STAND_INS = {  # address: the package and the file in it that answers instead
    r"cdn\.jsdelivr\.net/npm/mathjax@3/es5/(.+)": ("mathjax", r"static/mathjax/es5/\1"),
    r"cdnjs\.cloudflare\.com/.*/require(?:\.min)?\.js": SCRIPTS["require.js"],
    r"cdn\.jsdelivr\.net/npm/@jupyter-widgets/html-manager@.*\.js": SCRIPTS["libembed-amd.js"],
    r"cdn\.jsdelivr\.net/npm/anywidget@.*\.js": SCRIPTS["anywidget.js"],
    r"cdn\.plot\.ly/plotly-.*\.js": ("plotly", "package_data/plotly.min.js"),
}
CHECKSUM = re.compile(r' integrity="[^"]*"')  # a stand-in may be of another version
# The file that is here only brings the html-manager; the one on the other host starts it as well.
START = b"""
addEventListener("load", () => {
  require(["@jupyter-widgets/html-manager/dist/libembed-amd"], (embed) => embed.renderWidgets());
});
"""


def build() -> Path:
    """Build the default book if it is not there, and return its folder of pages.

    Raises RuntimeError when Jupyter Book cannot build it.
    """
    pages = PLACE / "_build" / "html"
    if (pages / "index.html").exists():
        return pages
    shutil.rmtree(PLACE, ignore_errors=True)
    source = PLACE / "source"
    source.mkdir(parents=True)
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, source / name)
    (source / "_config.yml").write_text(json.dumps(SETTINGS), encoding="utf-8")  # JSON is YAML
    command = [sys.executable, "-c", BUILDER, str(source), "--path-output", str(PLACE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    (PLACE / "log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if not (pages / "index.html").exists():
        raise RuntimeError(f"the default book was not built: see {PLACE / 'log'}")
    for page in pages.rglob("*.html"):
        page.write_text(CHECKSUM.sub("", page.read_text("utf-8")), encoding="utf-8")
    return pages


def stand_in(page: Page, home: str) -> list[str]:
    """Answer for other hosts in a tab; returns the addresses that nobody here can answer."""
    missing: list[str] = []

    def answer(route: Route) -> None:
        path = file_for(route.request.url)
        if path is None:
            missing.append(route.request.url)
            return route.abort()
        body = path.read_bytes()
        if path.name == "libembed-amd.js":
            body += START
        kind = "text/javascript" if path.suffix == ".js" else "application/octet-stream"
        headers = {"Access-Control-Allow-Origin": "*"}
        return route.fulfill(body=body, content_type=kind, headers=headers)

    page.route(lambda url: not url.startswith((home, "data:", "blob:")), answer)
    return missing


def file_for(address: str) -> Path | None:
    """The file on this machine that stands in for an address of another host, or None."""
    parts = urlsplit(address)
    for pattern, (package, name) in STAND_INS.items():
        found = re.fullmatch(pattern, parts.netloc + parts.path)
        if found:
            spec = find_spec(package)
            assert spec is not None and spec.origin is not None, f"{package} is not installed"
            path = Path(spec.origin).parent / found.expand(name)
            return path if path.is_file() else None
    return None
