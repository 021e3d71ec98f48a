"""The code of a deck as one script that stands in its page.

A browser that opens a page from a folder loads no modules from files. So the host of the book,
the widgets of the deck and what runs the slides are joined, each module once.
"""

from pathlib import Path

from gru_course.widgets import bundle
from gru_press.book.assets import Assets, texts
from gru_press.book.theme.minify import small
from gru_press.book.vendor import PLOTLY

HERE = Path(__file__).parent
FOLDER = "assets"  # beside the decks


def deck_code(entries: set[str], assets: Assets) -> str:
    """The script of a deck whose widgets start from the modules `entries`."""
    modules = texts()
    modules |= {path.name: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.js"))}
    modules["load_widget.js"] = _published(sorted(entries), assets)
    settings = modules["figure_settings.js"]
    modules["figure_settings.js"] = settings.replace(PLOTLY, f"{FOLDER}/{PLOTLY}")
    code = small("deck.js", bundle.javascript("deck.js", modules.__getitem__))
    return code.replace("</script", "<\\/script")


def _published(entries: list[str], assets: Assets) -> str:
    """The module of that name with all the widgets in it, in the place of the book's."""
    lines = [f'import {{ default as widget{i} }} from "./{e}";' for i, e in enumerate(entries)]
    pairs = [f'"{assets.names[e]}": widget{i}' for i, e in enumerate(entries)]
    lines += [
        f"const widgets = {{ {', '.join(pairs)} }};",
        "export const published = async (name) => widgets[name];",
    ]
    return "\n".join(lines) + "\n"
