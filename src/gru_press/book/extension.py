"""How the book's build differs from Jupyter Book's: what is loaded, published and proved."""

import json
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.domains.math import MathDomain
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from gru_press.book import vendor
from gru_press.book.application import Book
from gru_press.book.assets import BOOK, collect
from gru_press.book.ledger import directives
from gru_press.book.mathematics import pages
from gru_press.book.notebooks import outputs_cache, run_notebooks, whole_book
from gru_press.book.pages import (
    anchors,
    course_picture,
    last_pass,
    page_404,
    pages_toml,
    redirects,
    run_it_yourself,
    sharing,
    valid_html,
)
from gru_press.book.pages.head import FORMULAS, fonts, formulas, head, modules
from gru_press.book.pages.widget_places import FIGURE_PLACE, STATE, script
from gru_press.book.pages.widget_state import large_values, without_code
from gru_press.book.reference import api
from gru_press.book.search import search_index
from gru_press.book.theme import bundle

FOLDER = "gru"  # inside the book's _static
EVERYWHERE = ["theme_buttons.js", "offline.js"]


def setup(app: Sphinx) -> dict:
    """Register the configuration values, the directive, the role and the events."""
    app.add_config_value("gru_assets", {}, "html")  # a new name: all pages are written again
    app.add_config_value("gru_package", "", "env")  # a new package: all chapters are read again
    app.add_config_value("gru_about", {}, "html")  # what `pages.toml` says of the pages
    app.add_directive("api", api.Api)
    app.add_directive("claims", directives.Claims)
    app.add_role("place", directives.PlaceRole())
    valid_html.register(app)
    pages.register(app)
    app.connect("config-inited", on_config_inited)
    app.connect("builder-inited", on_builder_inited)
    app.connect("env-before-read-docs", on_env_before_read_docs)
    app.connect("doctree-read", directives.name_cells)
    app.connect("doctree-read", anchors.set_anchors)
    app.connect("doctree-read", whole_book.note_complaints)
    app.connect("env-updated", on_env_updated)
    # after the themes, which write their colours of code, and myst-nb
    app.connect("html-page-context", on_html_page_context, priority=900)
    app.connect("html-collect-pages", on_html_collect_pages)
    app.connect("build-finished", on_build_finished, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def on_config_inited(app: Book, config: Config) -> None:
    """Load only our own files, and run the chapters again when the package has changed."""
    app.gru_assets = collect()
    config.gru_assets = app.gru_assets.names
    app.gru_pages = pages_toml.read_pages(Path(app.srcdir))
    config.gru_about = app.gru_pages.about
    config.html_baseurl = sharing.base_url(config.html_baseurl)
    app.gru_repository = run_it_yourself.read_repository(config.html_theme_options)
    config.templates_path = [str(BOOK / "templates"), *config.templates_path]
    config.html_math_renderer = pages.RENDERER
    config.nb_ipywidgets_js = {}
    config.gru_package = outputs_cache.fingerprint(Path(app.srcdir))


def on_builder_inited(app: Sphinx) -> None:
    """Drop outdated outputs."""
    outputs_cache.keep_only(outputs_cache.folder_of(app), app.config.gru_package)


def on_env_before_read_docs(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the notebooks among the pages that will be read; refuse a book in which one fails."""
    if app.config.nb_execution_mode != "cache":
        return
    chapters = run_notebooks.notebooks(env, docnames)
    timeout = app.config.nb_execution_timeout
    log = logging.getLogger(__name__)
    with outputs_cache.opened(outputs_cache.folder_of(app)) as outputs:
        faults = run_notebooks.run_chapters(chapters, outputs, timeout, log.info)
    for name, fault in faults.items():
        log.error("%s", whole_book.report(app, name, fault))
    if faults:
        stopped = (f"{name}: {run_notebooks.in_a_line(fault)}" for name, fault in faults.items())
        raise ExtensionError(whole_book.refusal(stopped))


def on_env_updated(app: Book, env: BuildEnvironment) -> set[str]:
    """Write the assets before the pages that name them; return the pages to be written again."""
    if app.builder.format != "html":
        return set()
    app.gru_typesetter = pages.typeset(env)
    app.gru_assets = app.gru_assets.with_file(FORMULAS, app.gru_typesetter.stylesheet())
    for docname in env.found_docs:
        app.gru_assets = app.gru_assets.with_published(large_values(_given_state(app, docname)))
    folder = Path(app.outdir) / "_static" / FOLDER
    known = (folder / app.gru_assets.names[FORMULAS]).exists()
    app.gru_assets.write(folder)
    vendor.copy_plotly(folder)
    vendor.copy_fonts(folder, app.gru_typesetter.fonts())
    course_picture.write_icons(folder)
    return set() if known else env.found_docs


def on_html_page_context(
    app: Book, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Give one page its head, its widgets' state and its description."""
    state, entries = without_code(_given_state(app, pagename), app.gru_assets)
    has_widgets = bool(state["state"])
    base = f"{context['content_root']}_static/{FOLDER}/"
    body = context.get("body", "")
    context["gru_head"] = course_picture.links(base)
    context["gru_head"] += head(
        app.gru_assets, entries, base, widgets=has_widgets, figures=FIGURE_PLACE in body, theme=True
    )
    context["gru_head"] += modules(app.gru_assets, EVERYWHERE, base)
    has_formulas = cast(MathDomain, app.env.get_domain("math")).has_equations(pagename)
    context["gru_fonts"] = fonts(base, formulas=has_formulas)
    if has_formulas:
        context["gru_head"] += "\n" + formulas(app.gru_assets, base)
    context["gru_state"] = script(STATE, state) if has_widgets else ""
    context["script_files"] = bundle.others(context["script_files"], body)
    context["css_files"] = bundle.others(context["css_files"], body)
    context["gru_base"] = base
    context["favicon_url"] = ""  # the head brings the icon
    context["default_mode"] = "light"  # without JavaScript; else before_paint.js decides
    if doctree is not None:
        description = sharing.describe(app, pagename, doctree)
        context["metatags"] += sharing.tags(app, pagename, context["title"], description)
        context["pageurl"] = app.config.html_baseurl and sharing.address(app, pagename)
        context["gru_ways"] = run_it_yourself.ways(app, pagename)
        context["theme_article_footer_items"] = ["run-here.html"] if context["gru_ways"] else []


def on_html_collect_pages(app: Book) -> list[tuple[str, dict, str]]:
    """Write what the search page looks through, and name the pages that no chapter is."""
    folder = Path(app.outdir) / "_static" / FOLDER
    index = search_index.write_index(app, folder)
    assets = {
        "index": f"{FOLDER}/{index}",
        "script": f"{FOLDER}/{app.gru_assets.names['search.js']}",
    }
    cast(StandaloneHTMLBuilder, app.builder).globalcontext["gru_search"] = assets
    return page_404.page_for_sphinx(app)


def _given_state(app: Book, docname: str) -> dict:
    """What myst-nb kept of the widgets of a page."""
    page = getattr(app.env, "nb_metadata", {}).get(docname, {})
    nothing = (None, {"body": '{"state": {}}'})
    _, attributes = page.get("js_files", {}).get("ipywidgets_state", nothing)
    return json.loads(attributes["body"])


def _large_files(app: Book) -> dict[str, list[str]]:
    """For each page, the files that hold what of its widgets is too large for the page."""
    found = {name: list(large_values(_given_state(app, name))) for name in app.env.found_docs}
    return {f"{name}.html": files for name, files in found.items() if files}


def on_build_finished(app: Book, exception: Exception | None) -> None:
    """Finish the pages; refuse a book that lacks one, or whose chapter failed or complained."""
    if exception or app.builder.format != "html":
        return
    bundle.publish(Path(app.outdir), FOLDER)
    faults = whole_book.faults(app) + app.gru_pages.faults(app.env.found_docs)
    if faults:
        raise ExtensionError(whole_book.refusal(faults))
    sharing.write_site(app)
    redirects.write_redirects(app)
    page_404.link_from_root(app)
    run_it_yourself.prepare_downloads(app)
    last_pass.drop_templates(Path(app.outdir))
    last_pass.finish_pages(Path(app.outdir))
    last_pass.write_worker(Path(app.outdir), app.gru_assets, _large_files(app))
