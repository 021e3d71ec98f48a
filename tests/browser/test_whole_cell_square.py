"""The square of r and z in the whole cell: dragged to its corners, which are four known cells."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import WholeCell
from tests.browser.driving import shown
from tests.browser.test_whole_cell import check, pick


def test_the_square_is_dragged_to_its_corners(render_widget):
    widget = WholeCell()
    page = render_widget(widget)
    headline, area = page.locator(".gru-headline"), page.locator(".gru-square .gru-area")
    pick(page, area, 0.5, 0.5)
    page.mouse.move(2000, 3000)  # far outside: the corner it is
    expect(headline).to_contain_text("Elman RNN")
    corner = {**widget.state, "r_set_by": "me", "r": 1.0, "z_set_by": "me", "z": 0.0}
    check(page, corner)
    page.mouse.move(0, 3000)
    expect(headline).to_contain_text("Feed-forward")
    check(page, {**corner, "r": 0.0})
    page.mouse.move(0, 0)
    expect(headline).to_contain_text("A copy")
    check(page, {**corner, "r": 0.0, "z": 1.0})
    page.mouse.up()
    page.mouse.move(2000, 3000)
    expect(headline).to_contain_text("A copy")

    pick(page, area, 0.25, 0.4)
    page.mouse.up()
    expect(headline).to_contain_text("lets 25 %")
    check(page, {**corner, "r": shown(page)["r"], "z": shown(page)["z"]})
    assert shown(page)["z"] == pytest.approx(0.6, abs=0.01)


OVERLAPS = """([dot, ...texts]) => {
  const box = (element) => element.getBoundingClientRect();
  const { left, right, top, bottom } = box(dot);
  return texts.filter((text) => box(text).right > left && box(text).left < right
    && box(text).bottom > top && box(text).top < bottom).map((text) => text.textContent);
}"""


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("r", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("z", [0.0, 0.5, 1.0])
def test_the_point_of_the_square_covers_no_name(render_widget, r, z, width):
    held = {"r_set_by": "me", "r": r, "z_set_by": "me", "z": z}
    square = render_widget(WholeCell(**held), width=width).locator(".gru-square")
    texts = square.locator(".gru-dot, .gru-note, .gru-x-tick, .gru-y-tick, .gru-x-label")
    assert texts.count() == 1 + 3 + 4 + 1
    point = square.locator(".gru-dot").element_handle()
    names = [
        place for place in texts.element_handles() if "dot" not in place.get_attribute("class")
    ]
    assert square.evaluate(f"(_, all) => ({OVERLAPS})(all)", [point, *names]) == []


def test_a_drag_that_leaves_the_square_ends_in_its_corner_and_selects_no_text(render_widget):
    widget = WholeCell()
    page = render_widget(widget)
    area = page.locator(".gru-square .gru-area")
    for _ in range(2):
        pick(page, area, 0.5, 0.5)
        expect(page.locator(".gru-headline")).to_contain_text("lets 50 %")
        box = area.bounding_box()
        page.mouse.move(box["x"] - 30, box["y"] + box["height"] + 40, steps=12)
        page.mouse.up()
        expect(page.locator(".gru-headline")).to_contain_text("Feed-forward")
        check(page, {**widget.state, "r_set_by": "me", "r": 0.0, "z_set_by": "me", "z": 0.0})
        assert page.evaluate("getSelection().toString()") == ""


def test_the_corners_are_reached_by_the_reader_in_the_order_of_the_task(render_widget):
    page = render_widget(WholeCell(detail="corners"))
    task, area = page.locator(".gru-task"), page.locator(".gru-square .gru-area")

    def reach(r, z, state):
        pick(page, area, r, 1 - z)
        page.mouse.up()
        expect(task).to_have_attribute("data-state", state)

    expect(task).to_contain_text("not solved yet")
    reach(0, 0, "open")
    reach(1, 0.2, "open")
    reach(1, 0, "nearly")
    expect(task).to_contain_text("Now let nothing of the past in.")
    reach(0, 1, "nearly")
    reach(0, 0, "done")
    expect(page.get_by_text("At z = 0 only the candidate is left")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(task).to_have_attribute("data-state", "open")
    reach(0, 0, "open")
