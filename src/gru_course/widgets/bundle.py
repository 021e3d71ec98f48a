"""Browser modules of the widgets: found by name, and joined into one module for JupyterLab.

The book publishes each module as a file of its own and the browser resolves the imports.
JupyterLab gets a widget's code as one string, so there the imported modules are put inside it; so
does a deck of slides, which a browser may open from a folder, where modules cannot be files.
Imports have two forms only: `import { a, b as c } from "../shared/name.js";`, and
`import Name from "./name.js?worker";`, after which `new Name()` starts the module in a worker.
Exports are `export function`, `export const` or one `export default`.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
PLACE = r'"\.{1,2}/(?:\w+/)*([\w-]+\.js)'  # names are unique, whatever the folder
IMPORT = re.compile(rf'^import \{{([^}}]*)\}} from {PLACE}";\n', re.MULTILINE)
WORKER = re.compile(rf'^import (\w+) from {PLACE}\?worker";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (function|const) (\w+)", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)

# The address is made once, when the first worker starts.
WORKER_FROM_TEXT = """\
let {name}Url;
function {name}() {{
  {name}Url ??= URL.createObjectURL(new Blob([{text}], {{ type: "text/javascript" }}));
  return new Worker({name}Url, {{ type: "module" }});
}}
"""


@cache
def files() -> dict[str, Path]:
    """All browser modules and stylesheets by name. Raises ValueError if two share one."""
    found: dict[str, Path] = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".js", ".css"}:
            if path.name in found:
                raise ValueError(f"names must be unique, got {found[path.name]} and {path}")
            found[path.name] = path
    return found


def source(name: str) -> str:
    """The text of one browser module or stylesheet, such as "gru.js"."""
    return files()[name].read_text(encoding="utf-8")


Read = Callable[[str], str]  # the text of a module of this name


@cache
def imported(name: str, read: Read = source) -> tuple[str, ...]:
    """The modules that `name` needs, each once, every one after those that it needs itself."""
    found: dict[str, None] = {}
    for _, dependency in IMPORT.findall(read(name)):
        found.update(dict.fromkeys(imported(dependency, read)))
        found[dependency] = None
    return tuple(found)


@cache
def javascript(entry: str, read: Read = source) -> str:
    """One ES module that holds `entry` and all that it imports; `read` finds them by name."""
    libraries = [_as_constant(name, read) for name in imported(entry, read)]
    return "\n".join([*libraries, _with_local_imports(read(entry), read)])


@cache
def stylesheet(entry: str) -> str:
    """The looks that all widgets share, then those named like a module that `entry` holds."""
    own = (name.removesuffix(".js") + ".css" for name in (*imported(entry), entry))
    return "\n".join(source(name) for name in ("widget.css", *own) if name in files())


def _constant(name: str) -> str:
    return "module_" + name.removesuffix(".js").replace("-", "_")


def _with_local_imports(text: str, read: Read) -> str:
    def local(match: re.Match) -> str:
        names = match[1].replace(" as ", ": ")
        return f"const {{{names}}} = {_constant(match[2])};\n"

    def worker(match: re.Match) -> str:
        return WORKER_FROM_TEXT.format(name=match[1], text=json.dumps(javascript(match[2], read)))

    return WORKER.sub(worker, IMPORT.sub(local, text))


def _as_constant(name: str, read: Read) -> str:
    """A library as `const module_name = (() => { ...; return { its exports }; })();`."""
    text = _with_local_imports(read(name), read)
    exports = [word for _, word in EXPORT.findall(text)]
    body, defaults = DEFAULT.subn("const standard = ", EXPORT.sub(r"\1 \2", text))
    exports += ["default: standard"] * defaults
    return (
        f"const {_constant(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"
    )
