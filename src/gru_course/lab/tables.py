"""Tables of plain text, for a terminal, a log or a notebook's stored output."""

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns that line up, two spaces apart: the first to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def number(value: float | str | None) -> str:
    """A value as a cell of a table: four significant digits; "none" for None."""
    if value is None:
        return "none"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
