"""The lever as a still picture: a new state on the line from the candidate to the old state."""

from gru_course.widgets.shared.picture import Picture, decimal


def lever(
    z: float, h: float, n: float, h_prev: float, *, x_label: str, mirrored: bool = False
) -> Picture:
    """Draw the new state h over the gate z, with the candidate n and the old state as ends.

    The candidate stands at z = 0 and the old state at z = 1; mirrored, the other way round.
    """
    left, right = (h_prev, n) if mirrored else (n, h_prev)
    sides = ("below-right", "left") if left <= right else ("right", "below-left")
    candidate_x, old_x = (1, 0) if mirrored else (0, 1)

    drawing = Picture(x=(0, 1), y=(-1, 1), x_label=x_label, y_label="state")
    drawing.ticks(x=(0, 0.5, 1), y=(-1, 0, 1))
    drawing.line("state", [(0, left), (1, right)])
    drawing.line("update", [(z, -1), (z, h)])
    drawing.dot("candidate", candidate_x, n, f"candidate {decimal(n)}", sides[candidate_x])
    drawing.dot("state", old_x, h_prev, f"old state {decimal(h_prev)}", sides[old_x])
    drawing.dot("state", z, h, "")
    foot = -1 if h > -0.5 else 0.8  # a height at which there is room beside the gate
    side = "left" if z > 0.5 else "right"
    drawing.note(z, foot, f"new state {decimal(h)}", side)
    return drawing
