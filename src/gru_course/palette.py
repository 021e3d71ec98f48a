"""One name, symbol, colour and line pattern per quantity of the GRU, wherever it is drawn.

Colour never carries meaning alone: the line pattern and the label say the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ink:
    """How one quantity is named and drawn.

    light, dark: CSS colours for light and dark pages. dash: SVG `stroke-dasharray` in pixels
    ("" is solid). plotly_dash: plotly's name of the same pattern.
    """

    name: str
    symbol: str
    light: str
    dark: str
    dash: str
    plotly_dash: str
    width: float = 2.0


INPUT = Ink("input", "x", "#5B6470", "#A9B2BD", "", "solid", 1.25)
RESET = Ink("reset gate", "r", "#C93A00", "#FFAD33", "2 3", "dot")
UPDATE = Ink("update gate", "z", "#7A1FD6", "#B98AFF", "8 4", "dash")
CANDIDATE = Ink("candidate", "n", "#007A74", "#28B8A2", "8 3 2 3", "dashdot")
STATE = Ink("hidden state", "h", "#222832", "#E6EBF0", "", "solid", 3.0)

INKS = (INPUT, RESET, UPDATE, CANDIDATE, STATE)

CSS_NAMES = {
    "--gru-input": INPUT,
    "--gru-reset": RESET,
    "--gru-update": UPDATE,
    "--gru-candidate": CANDIDATE,
    "--gru-state": STATE,
}


def css_variables() -> str:
    """The palette as CSS: light by default, dark where the page, the system or Lab is dark."""
    light = "".join(f"{name}:{ink.light};" for name, ink in CSS_NAMES.items())
    dark = "".join(f"{name}:{ink.dark};" for name, ink in CSS_NAMES.items())
    return f':root{{{light}}}\nhtml[data-theme="dark"],[data-jp-theme-light="false"]{{{dark}}}\n'
