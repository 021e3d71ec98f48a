"""MathJax without a browser: TeX becomes HTML, and MathML for those who listen to a page."""

import re
from pathlib import Path

from py_mini_racer import MiniRacer

from gru_press.book.vendor import MATHJAX

OWN = Path(__file__).with_name("typesetter.js")
PARTS = (
    "startup",
    "core",
    "adaptors/liteDOM",
    "input/tex-full",
    "output/chtml",
    "output/chtml/fonts/tex",
    "a11y/assistive-mml",
)
# MathJax gives the last row of a numbered equation this height, which every browser ignores.
NO_HEIGHT = ' style="height: NaNem;"'
FONT = re.compile(r'@font-face[^{]*\{\s*font-family: (\S+);\s*src: url\("fonts/([^"]+)"\)[^}]*\}')
ALWAYS = {"MJXZERO", "MJXTEX"}
STRETCHED = {"MJXTEX-S1", "MJXTEX-S4", "MJXTEX-A"}  # signs as high as what they enclose


class Typesetter:
    """Sets formulas, each once, and knows the stylesheet and the fonts that they need."""

    def __init__(self) -> None:
        self._v8 = MiniRacer()
        files = [OWN, *(MATHJAX / f"{part}.js" for part in PARTS)]
        # One script: MathJax makes itself ready when it ends.
        self._v8.eval(";\n".join(file.read_text(encoding="utf-8") for file in files))
        self._set: dict[tuple[str, bool], str] = {}

    def set_formula(self, tex: str, *, display: bool = False) -> str:
        """The formula as HTML. display: on lines of its own.

        Raises ValueError when MathJax cannot read it.
        """
        key = tex.strip(), display
        if key not in self._set:
            done = self._v8.call("setFormula", *key)
            if "fault" in done:
                raise ValueError(f"MathJax must read {key[0]!r}, but says: {done['fault']}")
            self._set[key] = done["html"].replace(NO_HEIGHT, "")
        return self._set[key]

    def stylesheet(self) -> str:
        """The rules for all formulas set so far; their fonts lie beside it, in `fonts`."""
        families = self._families()
        rules = self._v8.call("stylesheet")
        return FONT.sub(lambda font: font[0] if font[1] in families else "", rules)

    def fonts(self) -> list[str]:
        """The files that the stylesheet names."""
        return [file for _, file in FONT.findall(self.stylesheet())]

    def _families(self) -> set[str]:
        text = "".join(self._set.values())
        stretched = STRETCHED if "<mjx-stretchy-" in text else set()
        return ALWAYS | stretched | {f"MJX{name}" for name in re.findall(r"\bTEX-\w+", text)}
