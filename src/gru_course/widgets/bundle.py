"""Browser modules of the widgets: found by name, and joined into one module for JupyterLab.

The book publishes each module as a file of its own and the browser resolves the imports.
JupyterLab gets a widget's code as one string, so there the imported modules are put inside it.
Imports have one form only, `import { a, b } from "./name.js";`, and exports are
`export function`, `export const` or one `export default`.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (function|const) (\w+)", re.MULTILINE)


def source(name: str) -> str:
    """The text of one browser module or stylesheet, such as "gru.js"."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def imported(name: str) -> tuple[str, ...]:
    """The modules that `name` needs, each once, every one after those that it needs itself."""
    found: dict[str, None] = {}
    for _, dependency in IMPORT.findall(source(name)):
        found.update(dict.fromkeys(imported(dependency)))
        found[dependency] = None
    return tuple(found)


@cache
def javascript(entry: str) -> str:
    """One ES module that holds `entry` and all that it imports."""
    libraries = [_as_constant(name) for name in imported(entry)]
    return "\n".join([*libraries, _with_local_imports(source(entry))])


@cache
def stylesheet(entry: str) -> str:
    """The looks that all widgets share, then those named like a module that `entry` holds."""
    own = (name.removesuffix(".js") + ".css" for name in (*imported(entry), entry))
    return "\n".join(source(name) for name in ("widget.css", *own) if (FOLDER / name).exists())


def _constant(name: str) -> str:
    return f"module_{name.removesuffix('.js')}"


def _with_local_imports(text: str) -> str:
    def local(match: re.Match) -> str:
        return f"const {{{match[1]}}} = {_constant(match[2])};\n"

    return IMPORT.sub(local, text)


def _as_constant(name: str) -> str:
    """A library as `const module_name = (() => { ...; return { its exports }; })();`."""
    text = _with_local_imports(source(name))
    exports = ", ".join(word for _, word in EXPORT.findall(text))
    body = EXPORT.sub(r"\1 \2", text)
    return f"const {_constant(name)} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"
