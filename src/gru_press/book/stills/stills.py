"""Widgets drawn without a browser, by their own modules: what is seen before or without scripts."""

import json
import re
from functools import cache
from pathlib import Path

from py_mini_racer import MiniRacer

from gru_course.widgets import bundle

HERE = Path(__file__).parent
READER = re.compile(r"(?<=[✓✗] )Your answer(?: is right)?: ")  # who opens a fold gave none


class Stills:
    """Draws widgets, each state once; modules are read when they are first asked for."""

    def __init__(self) -> None:
        self._v8 = MiniRacer()
        files = [(HERE / name).read_text(encoding="utf-8") for name in ("page.js", "written.js")]
        self._v8.eval("\n".join([*files, "globalThis.widgets = {};"]))
        self._known: set[str] = set()
        self._drawn: dict[str, str] = {}

    def draw(self, values: dict, part: str = "") -> str:
        """A widget as HTML. values: its whole state, as a notebook keeps it. part: a selector."""
        module = values["_module"]
        if module not in self._known:
            text = bundle.javascript(f"{module}.js")
            started = bundle.DEFAULT.sub(f"widgets.{module} = ", text)
            self._v8.eval(f"(() => {{\n{started}\n}})();")
            self._known.add(module)
        needed = {name: value for name, value in values.items() if name not in {"_esm", "_css"}}
        call = f"draw(widgets.{module}, {json.dumps(needed)}, {json.dumps(part)})"
        if call not in self._drawn:
            self._drawn[call] = str(self._v8.eval(call))
        return self._drawn[call]

    def picture(self, values: dict) -> str:
        """A widget as HTML; below a question its answers with their reasons, folded."""
        drawn = self.draw(values)
        if values["_module"] != "prediction":
            return drawn
        answer = [text for text, *_ in values["_content"].get("options", [])] or None
        locked = {**values, "answer": answer, "locked": True}
        reasons = READER.sub("", self.draw(locked, ".gru-reasons"))
        return f"{drawn}<details><summary>The answer</summary>{reasons}</details>"


@cache
def stills() -> Stills:
    """What draws all widgets of a process."""
    return Stills()
