"""What readers set for themselves: less motion, colours of their own.

Large type and narrow pages are tested in `test_pages.py`.
"""

import io

import pytest
from PIL import Image

from gru_course.widgets import UpdateGate

MOVING = """() => document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().activeDuration > 0).length"""


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_readers_who_asked_for_that(open_page, book_url, motion):
    page = open_page(f"{book_url}chapters/03_update_gate.html")
    page.emulate_media(reduced_motion=motion)
    page.locator(".cell summary").first.click()
    assert (page.evaluate(MOVING) > 0) == (motion == "no-preference")
    scrolling = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert (scrolling == "smooth") == (motion == "no-preference")


@pytest.fixture
def in_forced_colours(render_widget):
    """Widgets in the colours that a reader's system chooses."""
    page = render_widget(UpdateGate())
    page.emulate_media(forced_colors="active")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_track_of_each_slider(in_forced_colours, scheme):
    page = in_forced_colours
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    for slider in page.locator(".gru-slider input:enabled").all():
        picture = Image.open(io.BytesIO(slider.screenshot())).convert("L")
        middle = [picture.getpixel((x, picture.height // 2)) for x in range(picture.width)]
        paper = picture.getpixel((picture.width // 2, 1))
        drawn = sum(abs(shade - paper) > 100 for shade in middle)
        assert drawn > 0.7 * picture.width, slider.evaluate("e => e.closest('label').innerText")


LINES = """(kinds) => kinds.map((kind) => {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("class", `gru-line gru-ink-${kind}`);
  document.querySelector(".gru svg").append(line);
  const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(line);
  return [stroke, `${strokeDasharray} ${strokeWidth}`];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_lines_that_differ_by_their_patterns(in_forced_colours, scheme):
    page = in_forced_colours
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    text = page.evaluate("getComputedStyle(document.querySelector('.gru')).color")
    lines = page.evaluate(LINES, ["input", "reset", "update", "candidate", "state"])
    assert {stroke for stroke, _ in lines} == {text}
    assert len({pattern for _, pattern in lines}) == len(lines)
