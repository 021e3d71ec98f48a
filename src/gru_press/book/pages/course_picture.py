"""The course's picture, a candidate blended into a state by a gate: as SVG and in pixels.

Icons for browsers and phones that want no SVG are drawn from the same few numbers.
"""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw

from gru_course import palette

Point = tuple[float, float]

SIZE = 32  # of the picture, in its own units
STROKE = 4
GATE = (18, 10, 4.5)  # the circle: x, y, radius
STATE: list[Point] = [(5, 10), (13, 10)]
CURVE: list[Point] = [(5, 23), (13, 23), (12, 10), (18, 10)]  # a Bézier's four points
OUT = (27, 10)
ICONS = {"icon-32.png": 32, "apple-touch-icon.png": 180}  # pixels
FINE = 4  # drawn this much larger, then made smaller, so that edges are smooth


def svg() -> str:
    """The favicon."""
    (x0, y0), (x1, _) = STATE
    start, *middle, end = CURVE
    bend = " ".join(f"{x - start[0]} {y - start[1]}" for x, y in (*middle, end))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" fill="none" \
stroke-width="{STROKE}" stroke-linecap="round"><rect width="32" height="32" rx="7" fill="#fff"/>\
<path d="M{x0} {y0}h{x1 - x0}" stroke="{palette.STATE.light}"/>\
<path d="M{start[0]} {start[1]}c{bend}h{OUT[0] - end[0]}" stroke="{palette.CANDIDATE.light}"/>\
<circle cx="{GATE[0]}" cy="{GATE[1]}" r="{GATE[2]}" fill="{palette.UPDATE.light}"/></svg>
"""


def draw(
    pen: ImageDraw.ImageDraw, unit: float, corner: Point, *, left: float = 5.0, right: float = 27.0
) -> None:
    """Draw the picture with `unit` pixels for one of its units, its upper left corner there.

    left, right: where its lines begin and end, in its own units.
    """

    def place(points: Iterable[Point]) -> list[Point]:
        return [(corner[0] + unit * x, corner[1] + unit * y) for x, y in points]

    width = STROKE * unit
    _line(pen, place([(left, 10), STATE[1]]), width, palette.STATE.light)
    candidate = [(left, CURVE[0][1]), *_bent(CURVE), (right, OUT[1])]
    _line(pen, place(candidate), width, palette.CANDIDATE.light)
    x, y, radius = GATE
    box = place([(x - radius, y - radius), (x + radius, y + radius)])
    pen.ellipse([*box[0], *box[1]], fill=palette.UPDATE.light)


def write_icons(folder: Path) -> None:
    """Write the icons in pixels: one for old browsers, one for a phone's home screen."""
    for name, size in ICONS.items():
        fine = size * FINE
        image = Image.new("RGB", (fine, fine), "#fff")
        draw(ImageDraw.Draw(image), fine / SIZE, (0, 0))
        image = image.resize((size, size), Image.Resampling.LANCZOS)
        image.quantize(64).save(folder / name, optimize=True)


def links(base: str) -> str:
    """The tags that name the icons; browsers that know SVG take the one that comes after them."""
    old, touch = ICONS
    return (
        f'<link rel="icon" href="{base}{old}" sizes="32x32" type="image/png">\n'
        f'<link rel="apple-touch-icon" href="{base}{touch}">\n'
    )


def _line(pen: ImageDraw.ImageDraw, points: list[Point], width: float, colour: str) -> None:
    pen.line(points, fill=colour, width=round(width))
    for x, y in points:  # round joints and ends
        pen.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=colour)


def _bent(points: list[Point], steps: int = 48) -> list[Point]:
    """Points on a cubic Bézier curve."""
    (a, b, c, d), bent = points, []
    for n in range(steps + 1):
        t = n / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        pairs = zip(weights, (a, b, c, d), strict=True)
        xs, ys = zip(*((w * x, w * y) for w, (x, y) in pairs), strict=True)
        bent.append((sum(xs), sum(ys)))
    return bent
