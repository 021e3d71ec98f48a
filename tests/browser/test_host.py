"""The host of live widgets: what a page plays without a kernel, and what it says when it cannot."""

from operator import sub

import pytest
from playwright.sync_api import expect

from tests.browser.driving import wait_for_theme, wait_until
from tests.browser.family import CLASSES

STEP = 400  # pixels that a reader scrolls at once
STARTED = """(step) => [...document.querySelectorAll(".gru-widget")].every((place) =>
  place.matches(".gru-mounted") || place.getBoundingClientRect().top > innerHeight + step)"""
HEIGHTS = "(all) => all.map((place) => Math.round(place.offsetHeight))"
SHIFT = """() => new Promise((resolve) => {
  const sum = (list) => list.getEntries().reduce((total, { value }) => total + value, 0);
  new PerformanceObserver((list) => resolve(sum(list)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(0), 500);  // no entry, no shift
})"""


@pytest.fixture
def live(open_page, small_book_url):
    """The page with two gates, plain controls and links."""
    return open_page(small_book_url + "live.html", height=2500)  # all but the last start at once


@pytest.fixture
def faults(open_page, small_book_url, guard):
    """The page with widgets that fail, after those have that cannot start."""
    page = open_page(small_book_url + "faults.html")
    expect(page.get_by_text("could not start")).to_have_count(3)
    errors = " ".join(guard.take_errors())
    assert all(text in errors for text in ("no luck", "SyntaxError", "stands inside itself"))
    return page


def gate(page, number):
    """The update gate's slider in one widget of the page."""
    return page.locator(".gru-widget").nth(number).get_by_role("slider", name="update gate")


def test_two_copies_do_not_disturb_each_other(live):
    gate(live, 0).press("ArrowRight")
    expect(gate(live, 0)).to_have_value("0.21")
    expect(gate(live, 1)).to_have_value("0.3")


def test_two_views_of_one_widget_share_its_state_also_when_one_starts_later(live):
    last = live.locator(".gru-widget").nth(4)
    gate(live, 0).press("ArrowRight")
    assert last.locator(".gru-live").count() == 0  # it is far below
    last.scroll_into_view_if_needed()
    expect(gate(live, 4)).to_have_value("0.21")
    gate(live, 4).press("End")
    expect(gate(live, 0)).to_have_value("1")


def test_a_plain_slider_drives_a_widget_and_follows_it(live):
    slider = live.get_by_role("slider", name="gate z", exact=True)
    expect(gate(live, 1)).to_have_value("0.3")  # the link copies once at the start
    slider.press("ArrowRight")
    expect(gate(live, 1)).to_have_value("0.31")
    gate(live, 1).press("Home")
    expect(slider).to_have_value("0")
    expect(live.locator(".gru-plain output").first).to_have_text("0.00")


def test_a_directed_link_goes_one_way(live):
    live.get_by_role("slider", name="steps").press("ArrowRight")
    follower = live.get_by_role("slider", name="follows")
    expect(follower).to_have_value("4")
    expect(follower).to_be_disabled()


def test_plain_controls_are_native(live):
    live.get_by_role("checkbox", name="agree").uncheck()
    live.get_by_role("combobox", name="cell").select_option("LSTM")
    expect(live.get_by_role("checkbox", name="agree")).not_to_be_checked()
    expect(live.locator(".gru-plain").get_by_text("both ways:")).to_be_visible()


def test_each_module_is_fetched_once_for_all_widgets_of_a_page(open_page, small_book_url):
    page = open_page(small_book_url + "live.html")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.reload()
    assert "function render" not in page.content()
    page.locator(".gru-widget").last.scroll_into_view_if_needed()
    gate(page, 4).wait_for()
    modules = [url for url in fetched if "/_static/gru/" in url and url.endswith(".js")]
    assert len(modules) == len(set(modules))
    assert sum("update_gate." in url for url in modules) == 1


@pytest.mark.parametrize(("width", "more"), [(375, 160), (1280, 0)])  # pixels below what is kept
def test_nothing_moves_while_widgets_start_before_a_reader_who_scrolls(render_widget, width, more):
    page = render_widget(*(cls() for cls in CLASSES), near=False, width=width)
    wait_until(page, STARTED, arg=STEP)
    assert page.locator(".gru-live").count() < len(CLASSES)
    kept = page.locator(".gru-widget").evaluate_all(HEIGHTS)
    for top in range(0, page.evaluate("document.body.scrollHeight"), STEP):
        page.evaluate("(top) => scrollTo(0, top)", top)
        wait_until(page, STARTED, arg=STEP)
    expect(page.locator(".gru-mounted")).to_have_count(len(CLASSES))
    assert page.evaluate(SHIFT) == 0
    taken = page.locator(".gru-widget").evaluate_all(HEIGHTS)
    assert [each for each in map(sub, taken, kept) if not 0 <= each <= more] == []


def test_the_host_leaves_no_names_in_the_page(open_page, small_book_url):
    names = "Object.keys(window).filter((name) => !/^\\d+$/.test(name))"
    plain, live = (open_page(f"{small_book_url}{name}.html") for name in ("prose", "live"))
    gate(live, 0).wait_for()
    for page in (plain, live):
        wait_for_theme(page)
    assert set(live.evaluate(names)) == set(plain.evaluate(names))


def test_a_failing_widget_stops_no_other(faults):
    expect(faults.get_by_text("This widget could not start: no luck")).to_be_visible()
    expect(faults.get_by_role("button", name="count is 4")).to_be_visible()


def test_one_that_fails_later_stops_no_other(faults, guard):
    faults.get_by_role("button", name="stumble").click()
    faults.get_by_role("button", name="count is 4").click()
    expect(faults.get_by_role("button", name="count is 5")).to_be_visible()
    assert "no redraw" in " ".join(guard.take_errors())


def test_a_box_inside_itself_shows_all_else_that_it_holds(faults):
    expect(faults.get_by_text("could not start: this box stands inside itself")).to_be_visible()
    expect(faults.get_by_text("in the ring", exact=True)).to_be_visible()


def test_a_module_that_is_missing_leaves_the_picture_and_the_other_widgets(live, guard):
    live.route("**/update_gate.*.js", lambda route: route.fulfill(status=404))
    live.reload()
    expect(live.get_by_text("could not start")).to_have_count(2)
    expect(live.locator(".gru-picture").first).to_be_visible()
    live.get_by_role("slider", name="steps").press("ArrowRight")
    expect(live.get_by_role("slider", name="follows")).to_have_value("4")
    assert "404" in " ".join(guard.take_errors())


def test_an_unknown_widget_says_that_it_needs_a_kernel_and_how_to_get_one(faults):
    sentence = (
        "This widget (Text) needs a running kernel: "
        "open the chapter in JupyterLab with python course.py lab."
    )
    expect(faults.locator(".gru-said").filter(has_text="kernel")).to_have_text(sentence)


def test_a_readers_own_widget_lives_with_its_code_and_style(faults):
    button = faults.get_by_role("button", name="count is 4")
    expect(button).to_have_css("border-top-color", "rgb(1, 2, 3)")
    button.click()
    expect(faults.get_by_role("button", name="count is 5")).to_be_visible()


def test_stopping_the_host_cleans_up_also_after_one_that_fails_there(faults, guard):
    expect(faults.get_by_role("button", name="count is 4")).to_be_visible()
    host = faults.locator('script[src*="/host."]').get_attribute("src")
    faults.evaluate("async (host) => (await import(new URL(host, document.baseURI))).stop()", host)
    expect(faults.locator("html")).to_have_attribute("data-cleaned", "yes")
    faults.get_by_role("button").filter(has_text="count").click()
    expect(faults.get_by_role("button", name="count is 4")).to_be_visible()  # no longer listens
    assert "no end" in " ".join(guard.take_errors())


def test_a_page_without_javascript_shows_the_pictures(open_page, small_book_url):
    page = open_page(small_book_url + "live.html", java_script=False)
    expect(page.locator(".gru-picture .gru-plot")).to_have_count(3)
    for picture in page.locator(".gru-picture .gru-plot").all():
        expect(picture).to_be_visible()
    expect(page.get_by_text("This control needs JavaScript.").first).to_be_visible()


def test_print_shows_the_widgets_as_they_stand_without_what_moves_them(live):
    gate(live, 0).wait_for()
    live.emulate_media(media="print")
    expect(live.locator(".gru .gru-plot").first).to_be_visible()
    expect(gate(live, 0)).to_be_hidden()
