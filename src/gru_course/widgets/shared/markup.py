"""The small markup of the widgets' texts, as HTML: what `styledText` in elements.js does live."""

import re
from html import escape

PIECES = re.compile(r"(_\{[^}]*\}|_\w|\*[^*]+\*)", re.ASCII)


def styled(text: str) -> str:
    """Turn "h_{t-1} *kept*" into HTML: _x or _{x} is a subscript, *x* is emphasis.

    All else stays text: an angle bracket or a quote in it can start no element.
    """
    return "".join(map(_element, PIECES.split(text)))


def _element(piece: str) -> str:
    if PIECES.fullmatch(piece) and piece[0] == "_":
        return f"<sub>{escape(piece.strip('_{}'))}</sub>"
    if PIECES.fullmatch(piece):
        return f"<em>{escape(piece[1:-1])}</em>"
    return escape(piece)
