"""A look into a GRU as a still picture: what it reads, and its update gate, unit by unit."""

from html import escape

import numpy as np

from gru_course.widgets.shared.picture import decimal

WIDTH, LEFT, RIGHT = 420, 46, 8
READ, GATE = (30, 150), (186, 336)  # top and bottom of both parts
HEIGHT = 372
SHADES = 5  # of ink, so that cells of one shade share a path


def inside_picture(
    sequence: np.ndarray,
    y: np.ndarray,
    z: np.ndarray,
    half_lives: np.ndarray,
    *,
    step: int,
    title: str,
) -> str:
    """Draw a sequence (T, I), its predictions y (T, I) and the gates z (T, H), rows in order.

    half_lives (H,): in steps, of the rows. step: the one that is marked, from 1.
    """
    steps, units = z.shape
    column = (WIDTH - LEFT - RIGHT) / steps
    now = LEFT + (step - 0.5) * column
    text = '<text x="{}" y="{}" fill="currentColor"{}>{}</text>'
    end = ' text-anchor="end"'
    row = (GATE[1] - GATE[0]) / units
    parts = [
        f'<path d="M{now:.1f} {READ[0]}V{GATE[1]}" stroke="currentColor" stroke-opacity=".25" '
        f'stroke-width="{column:.1f}"/>',
        text.format(LEFT, READ[0] - 10, "", "what it reads"),
        _wave(sequence, y, column) if sequence.shape[1] == 1 else _notes(sequence, column),
        text.format(LEFT, GATE[0] - 10, "", "update gate z, one row a unit"),
        *_cells(z, column, row),
        text.format(LEFT - 6, f"{GATE[0] + row / 2 + 5:.1f}", end, decimal(half_lives[0], 1)),
        text.format(LEFT - 6, f"{GATE[1] - row / 2 + 5:.1f}", end, decimal(half_lives[-1], 1)),
        text.format(LEFT, GATE[1] + 24, "", f"step 1 to {steps}; left, half-lives in steps"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-size="16" fill="none" style="max-width: 34rem">'
        f"{''.join(parts)}</svg>"
    )


def _wave(sequence: np.ndarray, y: np.ndarray, column: float) -> str:
    """What is read, and over the step that it was made for, what was predicted."""
    middle, reach = sum(READ) / 2, (READ[1] - READ[0]) / 2.4

    def path(values: np.ndarray, first: int, kind: str, width: float) -> str:
        points = (
            f"{LEFT + (t + 0.5) * column:.1f} {middle - reach * np.clip(value, -1.2, 1.2):.1f}"
            for t, value in enumerate(values, first)
        )
        return f'<path d="M{"L".join(points)}" stroke="var(--gru-{kind})" stroke-width="{width}"/>'

    return path(sequence[:, 0], 0, "input", 1.25) + path(y[:-1, 0], 1, "state", 2.5)


def _notes(roll: np.ndarray, column: float) -> str:
    """The keys that are down, as strokes."""
    keys = np.flatnonzero(roll.any(axis=0))
    lowest, highest = (keys[0], keys[-1]) if len(keys) else (0, 1)
    height = (READ[1] - READ[0]) / (highest - lowest + 1)
    strokes = "".join(
        f"M{LEFT + start * column:.1f} {READ[1] - (key - lowest + 0.5) * height:.1f}"
        f"h{length * column:.1f}"
        for key in keys
        for start, length in _runs(roll[:, key])
    )
    return f'<path d="{strokes}" stroke="var(--gru-state)" stroke-width="{height * 0.8:.1f}"/>'


def _cells(z: np.ndarray, column: float, row: float) -> list[str]:
    """One path for each shade, through all cells that have it."""
    shades = np.rint(z * SHADES)
    return [
        f'<path d="{strokes}" stroke="var(--gru-update)" stroke-width="{row:.1f}" '
        f'stroke-opacity="{shade / SHADES:g}"/>'
        for shade in range(1, SHADES + 1)
        if (
            strokes := "".join(
                f"M{LEFT + start * column:.1f} {GATE[0] + (unit + 0.5) * row:.1f}"
                f"h{length * column:.1f}"
                for unit in range(z.shape[1])
                for start, length in _runs(shades[:, unit] == shade)
            )
        )
    ]


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Start and length of every stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(bool), [0]])))
    return [(start, end - start) for start, end in edges.reshape(-1, 2).tolist()]
