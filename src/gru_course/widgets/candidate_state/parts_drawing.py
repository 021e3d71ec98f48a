"""The still picture of a candidate's parts: a table a form, in each cell a bar for its gate."""

from html import escape

from gru_course.widgets.shared.picture import WIDTH, decimal

COLUMNS = ("from h₁", "from h₂", "bias", "n")
CELL, ROW = WIDTH // len(COLUMNS), 40
HEAD = 54  # title and column names
PANEL = HEAD + 2 * ROW + 22


def parts_drawing(panels: list[tuple], title: str) -> str:
    """The panels as SVG text, one below the other.

    Each panel is (name, gates, parts, candidates): 2 rows of 3 gates (None: not gated), 2 rows of
    3 numbers that the gates multiply, and 2 candidates.
    """
    drawn = "".join(
        f'<g transform="translate(0 {i * PANEL})">{_panel(*panel)}</g>'
        for i, panel in enumerate(panels)
    )
    height = len(panels) * PANEL - 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" font-size="16" style="max-width: 34rem">{drawn}</svg>'
    )


def _panel(name: str, gates: list, parts: list, candidates: list) -> str:
    drawn = [_text(0, 18, name, "start", bold=True)]
    drawn += [_text((j + 0.5) * CELL, 44, head) for j, head in enumerate(COLUMNS)]
    for i, (row_gates, row_parts, n) in enumerate(zip(gates, parts, candidates, strict=True)):
        top = HEAD + i * ROW
        for j, (gate, part) in enumerate(zip(row_gates, row_parts, strict=True)):
            drawn.append(_cell(j * CELL, top, gate, part))
        drawn.append(_text((len(COLUMNS) - 0.5) * CELL, top + 22, decimal(n), bold=True))
    return "".join(drawn)


def _cell(left: int, top: int, gate: float | None, part: float) -> str:
    width = CELL - 4
    bar = (
        f'<rect x="{left + 2}" y="{top + ROW - 9}" height="5" width="{(gate or 0) * width:g}" '
        'fill="var(--gru-reset)"/>'
    )
    frame = (
        f'<rect x="{left + 2}" y="{top}" height="{ROW - 4}" width="{width}" '
        'fill="none" stroke="currentColor" opacity=".3"/>'
    )
    factor = "" if gate is None else f"{decimal(gate)} × "
    return bar + frame + _text(left + CELL / 2, top + 22, factor + decimal(part))


def _text(x: float, y: float, text: str, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="currentColor"{weight}>'
        f"{escape(text)}</text>"
    )
