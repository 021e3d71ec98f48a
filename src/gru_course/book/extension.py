"""How the book's build differs from Jupyter Book's: what is loaded, published and proved."""

import html
import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from . import anchors, cache, ledger, proof, vendor, writing
from .assets import BOOK, collect
from .mathematics import pages
from .page import FORMULAS, formulas, head
from .state import lighten
from .views import STATE, script

FOLDER = "gru"  # inside the book's _static


def setup(app: Sphinx) -> dict:
    """Register the configuration values, the directive, the role and the events."""
    app.add_config_value("gru_assets", {}, "html")  # a new name: all pages are written again
    app.add_config_value("gru_package", "", "env")  # a new package: all chapters are read again
    app.add_directive("claims", ledger.Claims)
    app.add_role("place", ledger.PlaceRole())
    writing.register(app)
    pages.register(app)
    app.connect("config-inited", configure)
    app.connect("builder-inited", prepare)
    app.connect("doctree-read", ledger.name_cells)
    app.connect("doctree-read", anchors.set_anchors)
    app.connect("env-updated", furnish)
    app.connect("html-page-context", dress, priority=900)  # after the themes and myst-nb
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def configure(app: Sphinx, config) -> None:
    """Load only our own files, and run the chapters again when the package has changed."""
    app.gru_assets = collect()
    config.gru_assets = app.gru_assets.names
    config.templates_path = [str(BOOK / "templates"), *config.templates_path]
    config.html_math_renderer = pages.RENDERER
    config.nb_ipywidgets_js = {}
    config.gru_package = cache.fingerprint(Path(app.srcdir))


def prepare(app: Sphinx) -> None:
    """Drop outdated outputs."""
    given = app.config.nb_execution_cache_path
    outputs = Path(given or Path(app.outdir).parent / ".jupyter_cache")
    cache.keep_only(outputs, app.config.gru_package)


def furnish(app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Write the assets before the pages that name them; return the pages to be written again."""
    if app.builder.format != "html":
        return set()
    app.gru_typesetter = pages.typeset(env)
    app.gru_assets = app.gru_assets.with_file(FORMULAS, app.gru_typesetter.stylesheet())
    folder = Path(app.outdir) / "_static" / FOLDER
    known = (folder / app.gru_assets.names[FORMULAS]).exists()
    app.gru_assets.write(folder)
    vendor.copy_plotly(folder)
    vendor.copy_fonts(folder, app.gru_typesetter.fonts())
    return set() if known else env.found_docs


def dress(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give one page its head, its widgets' state and its description."""
    state, entries = _widget_state(app, pagename)
    base = f"{context['content_root']}_static/{FOLDER}/"
    figures = 'class="gru-plotly"' in context.get("body", "")
    context["gru_head"] = head(
        app.gru_assets, entries, base, widgets=bool(state), figures=figures, theme=True
    )
    if app.env.get_domain("math").has_equations(pagename):
        context["gru_head"] += "\n" + formulas(app.gru_assets, base)
    context["gru_state"] = script(STATE, state) if state else ""
    context["script_files"] = _useful(context["script_files"])
    context["css_files"] = _useful(context["css_files"])
    context["favicon_url"] = ""  # the head brings the icon
    context["default_mode"] = "light"  # for readers without JavaScript; early.js decides for others
    if doctree is not None and 'name="description"' not in context["metatags"]:
        context["metatags"] += _description(doctree)


def _widget_state(app: Sphinx, pagename: str) -> tuple[dict, set[str]]:
    """What myst-nb kept of the page's widgets, made light."""
    page = getattr(app.env, "nb_metadata", {}).get(pagename, {})
    _, attributes = page.get("js_files", {}).get("ipywidgets_state", (None, {"body": "{}"}))
    state = json.loads(attributes["body"])
    return lighten(state, app.gru_assets) if state else ({}, set())


def _useful(files: list) -> list:
    """Drop Thebe, which has no kernel here, the state that we place ourselves, and doubles."""
    kept = {}
    for file in files:
        body = file.attributes.get("body") or ""
        if "thebe" in f"{file.filename} {body}".lower() or file.attributes.get("type") == STATE:
            continue
        kept.setdefault((file.filename, body), file)
    return list(kept.values())


def _description(doctree: nodes.document) -> str:
    """The page's first paragraph as its meta description, cut at a word."""
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None)
    text = " ".join(paragraph.astext().split()) if paragraph else ""
    short = text if len(text) <= 155 else text[:155].rsplit(" ", 1)[0] + " …"
    return f'<meta name="description" content="{html.escape(short)}" />' if short else ""


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Refuse a book in which a page is missing or a chapter did not run."""
    if exception or app.builder.format != "html":
        return
    faults = proof.faults(app)
    if faults:
        raise ExtensionError("the book is not whole: " + "; ".join(faults))
