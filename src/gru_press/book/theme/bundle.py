"""The theme's files as the pages load them: one stylesheet, one script, one font of icons.

The theme, Sphinx and Jupyter Book's extensions bring twenty files, and most of their rules and
icons fit no page. When all pages are written it is known what they use, and the rest is left out.
"""

import re
from pathlib import Path
from typing import Any

from gru_press.book.assets import hashed
from gru_press.book.pages.widget_places import STATE
from gru_press.book.theme import icons
from gru_press.book.theme.minify import small
from gru_press.book.theme.used_rules import used_rules

STYLES = (  # in the order of the cascade; each pattern fits one file in the book's _static
    "basic.css",
    "styles/bootstrap.css",
    "styles/pydata-sphinx-theme.css",
    "vendor/fontawesome/*/css/all.min.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "copybutton.css",
    "mystnb.*.css",
)
SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "copybutton.js",
    "scripts/sphinx-book-theme.js",
)
LATER = ("scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js")
# The long ones run after the first picture, and one after the other: a reader waits for neither.
AFTER_PICTURE = """
;requestAnimationFrame(() => setTimeout(() => {{
{}
setTimeout(() => {{
{}
}});
}}));
"""
FONT = "vendor/fontawesome/*/webfonts/fa-solid-900.ttf"
NEEDS = {  # what the name or the text of another file holds, and what a page does that needs it
    "sphinx-design|design-tabs": r'class="(?:[^"]* )?sd-',
    "toggle": r'class="(?:[^"]* )?(?:toggle|dropdown)[ "]',
    f"thebe|pagename|{re.escape(STATE)}": r"(?!)",  # none: no kernel, no versions, our own state
}
MAKERS = ("*.js", "scripts/*.js", "gru/*.*.js")  # scripts that make elements in pages
PUT_TOGETHER = {"bs-tooltip-auto"}  # class names that stand whole in no script
NAMED = re.compile(r"(?<=/gru/)(theme|icons)\.(?:\w{10}\.)?(css|js|woff)\b")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
WORD = re.compile(r"[\w-]+")


def others(files: list, body: str) -> list:
    """What a page with this body loads besides the theme's own files, each once.

    files: the stylesheets or the scripts that Sphinx would load, in their order.
    """
    kept: dict[tuple[str, str], Any] = {}
    for file in files:
        text = file.attributes.get("body") or ""
        about = f"{file.filename} {file.attributes.get('type')} {text}"
        if not _is_joined(str(file.filename)) and _is_needed(about, body):
            kept.setdefault((file.filename, text), file)
    return list(kept.values())


def _is_joined(filename: str) -> bool:
    return any(
        Path(filename).match(f"_static/{pattern}") for pattern in (*STYLES, *SCRIPTS, *LATER)
    )


def _is_needed(file: str, body: str) -> bool:
    needs = (need for name, need in NEEDS.items() if re.search(name, file, re.IGNORECASE))
    return all(re.search(need, body) for need in needs)


def publish(book: Path, folder: str) -> None:
    """Write the theme's files into `folder` of _static, and their names into all pages.

    Raises ValueError when the theme lacks one of them.
    """
    static = book / "_static"
    pages = [path for path in book.rglob("*.html") if static not in path.parents]
    makers = [path for pattern in MAKERS for path in static.glob(pattern)]
    words = {word for path in (*pages, *makers) for word in WORD.findall(_read(path))}
    files = _files(static, words | PUT_TOGETHER)
    names = {name: hashed(name, content) for name, content in files.items()}
    for old in [*(static / folder).glob("theme.*"), *(static / folder).glob("icons.*")]:
        old.unlink()
    for name, content in files.items():
        (static / folder / names[name]).write_bytes(content)
    for page in pages:
        named = NAMED.sub(lambda match: names[f"{match[1]}.{match[2]}"], _read(page))
        page.write_text(named, encoding="utf-8", newline="\n")


def _files(static: Path, words: set[str]) -> dict[str, bytes]:
    """The theme's files by their names, without the hash."""
    styles = used_rules(icons.with_one_font("\n".join(texts(static, STYLES))), words)
    font = icons.cut_font(icons.used_icons(styles), _one(static, FONT))
    styles = styles.replace(icons.FILE, hashed(icons.FILE, font))
    scripts = "\n;\n".join(texts(static, SCRIPTS)) + AFTER_PICTURE.format(*texts(static, LATER))
    scripts = SOURCE_MAP.sub("", scripts)
    made = {"theme.css": styles, "theme.js": scripts}
    return {name: small(name, text).encode() for name, text in made.items()} | {icons.FILE: font}


def texts(static: Path, patterns: tuple[str, ...]) -> list[str]:
    """The contents of the files that fit these patterns."""
    return [_read(_one(static, pattern)) for pattern in patterns]


def _one(static: Path, pattern: str) -> Path:
    found = list(static.glob(pattern))
    if len(found) != 1:
        raise ValueError(f"one file of the theme must fit {pattern}, got {len(found)}")
    return found[0]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
