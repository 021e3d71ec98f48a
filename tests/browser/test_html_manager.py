"""The same widgets under the standard html-manager, which knows nothing of our host."""

import pytest
from playwright.sync_api import expect

from benchmarks.page.html_manager import html_manager_page, write_html_manager
from gru_course.widgets import Prediction, Right, UpdateGate
from tests.browser.driving import press, slider, value_of, wait_until
from tests.browser.family import CLASSES, faults


@pytest.fixture(scope="session")
def manager_shelf(serve, tmp_path_factory):
    folder = tmp_path_factory.mktemp("manager")
    write_html_manager(folder)
    return folder, serve(folder)


@pytest.fixture
def managed(manager_shelf, open_page):
    """A function that opens a page of widgets under the html-manager."""

    def managed(*widgets):
        folder, url = manager_shelf
        (folder / "page.html").write_text(html_manager_page(widgets), encoding="utf-8")
        page = open_page(url + "page.html")
        expect(page.locator(".gru > :first-child")).to_have_count(len(widgets))
        return page

    return managed


def test_every_widget_mounts_and_is_drawn_anew_when_its_first_slider_moves(managed):
    page = managed(*(cls() for cls in CLASSES))
    for cls, place in zip(CLASSES, page.locator(".gru").all(), strict=True):
        assert f"gru-{cls.module}" in place.get_attribute("class")
        before = place.inner_html()
        place.locator("input[type=range]:enabled").locator("visible=true").first.press("ArrowDown")
        wait_until(
            page,
            "([place, before]) => place.innerHTML !== before",
            arg=[place.element_handle(), before],
        )
        assert faults(place) == [], cls


def test_a_question_is_answered(managed):
    page = managed(Prediction("Which gate keeps?", {"r": "No.", "z": Right("It mixes.")}))
    page.get_by_role("radio", name="z").check()
    page.get_by_role("button", name="Lock my answer").click()
    expect(page.get_by_text("It mixes.")).to_be_visible()


def test_a_slider_moves_a_widget_and_only_that_one(managed):
    page = managed(UpdateGate(z=0.25), UpdateGate(z=0.25))
    first, second = page.locator(".gru").all()
    press(first, "z")
    expect(slider(first, "z")).to_have_value("0.26")
    expect(value_of(second, "z")).to_have_attribute("data-value", "0.25")
