"""What a reader does with a widget in the page: move a slider, read the numbers."""

import time

from playwright.sync_api import Locator, expect

# A window that is high enough for all widgets would cost seconds, and is nobody's.
ALL_ARE_NEAR = """window.IntersectionObserver = class {
  constructor(tell) { this.tell = tell; }
  observe(target) { queueMicrotask(() => this.tell([{ target, isIntersecting: true }], this)); }
  unobserve() {}
  disconnect() {}
};"""


def shown(place) -> dict[str, float]:
    """Every number that is shown in a page or a part of it, in full, by name.

    Places that show the same name must agree.
    """
    pairs = place.locator("[data-name]").evaluate_all(
        "nodes => nodes.map((node) => [node.dataset.name, node.dataset.value])"
    )
    numbers: dict[str, float] = {}
    for name, value in pairs:
        assert numbers.setdefault(name, float(value)) == float(value), f"two values of {name}"
    return numbers


def copies(page) -> list[Locator]:
    """The widgets of a page, top to bottom."""
    return page.locator(".gru").all()


def choose(place, name: str) -> None:
    """Choose a button by its name without a mouse, which takes its time on a long page."""
    place.get_by_role("button", name=name, exact=True).dispatch_event("click")


def python_line(place) -> str:
    """The line that "Copy as Python" shows."""
    choose(place, "Copy as Python")
    return place.locator(".gru-code").inner_text()


def slider(place, name: str) -> Locator:
    """The slider of a name of the state."""
    return place.locator(f"label:has([data-name={name}]) input[type=range]")


def value_of(place, name: str) -> Locator:
    """The number beside the slider of a name."""
    return place.locator(f"label [data-name={name}]")


def press(place, name: str, key: str = "ArrowRight") -> None:
    """Move a slider with the keyboard, and wait until the widget has been drawn anew."""
    before = value_of(place, name).get_attribute("data-value")
    slider(place, name).press(key)
    expect(value_of(place, name)).not_to_have_attribute("data-value", before)


def drag(page, place, name: str, to: float) -> None:
    """Drag a slider's knob to a share of its track, 0 to 1, and wait for the drawing."""
    before = value_of(place, name).get_attribute("data-value")
    knob = slider(place, name)
    box = knob.bounding_box()
    low, high, value = (float(knob.evaluate(f"e => e.{key}")) for key in ("min", "max", "value"))
    middle = box["y"] + box["height"] / 2

    def across(share: float) -> float:
        return box["x"] + 10 + share * (box["width"] - 20)  # the knob is 20 px wide

    page.mouse.move(across((value - low) / (high - low)), middle)
    page.mouse.down()
    page.mouse.move(across(to), middle, steps=4)
    page.mouse.up()
    expect(value_of(place, name)).not_to_have_attribute("data-value", before)


def wait_for_theme(page):
    """Wait until the theme listens to keys and clicks: its scripts run after the first picture."""
    wait_until(page, "localStorage.getItem('theme')")


def wait_until(page, expression, arg=None, seconds=30):
    """Wait until an expression, or a function of `arg`, is true in the page.

    Playwright's own `wait_for_function` evaluates a text inside the page, which its policy refuses.
    """
    last = time.monotonic() + seconds
    while page.evaluate(expression, arg) in (None, False, 0, ""):  # an object is true there
        assert time.monotonic() < last, f"it never came true: {expression}"
        page.wait_for_timeout(20)
