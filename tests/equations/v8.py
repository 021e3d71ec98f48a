"""The published equations in V8, Chromium's engine, without a page around it."""

import itertools
import json
from functools import cache

from py_mini_racer import MiniRacer

from gru_course.widgets.bundle import EXPORT, FOLDER, javascript, source

MODULES = sorted(path.name for path in (FOLDER / "equations").glob("*.js"))
ENTRY = "all equations"
# JSON has no -0, NaN or Infinity; Python reads them as JavaScript writes them.
TELL = """
function tell(value) {
  if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, tell)}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${tell(field)}`)}}`;
}
"""


def read(name: str) -> str:
    """The text of a module; that of ENTRY puts what all equations export into `eq`."""
    if name != ENTRY:
        return source(name)
    exports = {module: [word for _, word in EXPORT.findall(source(module))] for module in MODULES}
    imports = [f'import {{ {", ".join(names)} }} from "./{m}";\n' for m, names in exports.items()]
    everything = ", ".join(itertools.chain(*exports.values()))
    return f"{''.join(imports)}globalThis.eq = {{ {everything} }};\n"


@cache
def engine() -> MiniRacer:
    """V8 with all the equations in `eq`; started once."""
    v8 = MiniRacer()
    v8.eval(javascript(ENTRY, read) + TELL)
    return v8


def evaluate(function: str, given=None):
    """What a function, written in JavaScript, gives for one argument.

    Doubles pass as they are, both ways: every writer writes the digits that the readers need.
    """
    return json.loads(engine().eval(f"tell(({function})({json.dumps(given)}))"))
