"""Figures, equations and what a page loads, in both themes, on pages made for these tests."""

import pytest
from playwright.sync_api import expect

from gru_course.palette import CANDIDATE, RESET, STATE, UPDATE
from tests.browser.driving import wait_until


def rgb(colour):
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


def requested(page):
    return page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")


@pytest.mark.parametrize("dark", [False, True])
def test_a_figure_wears_the_colours_of_the_theme(open_page, small_book_url, dark):
    page = open_page(small_book_url, dark=dark)
    lines = page.locator(".gru-drawn .js-line")
    for line, ink in zip((lines.nth(0), lines.nth(1)), (UPDATE, STATE), strict=True):
        expect(line).to_have_css("stroke", rgb(ink.dark if dark else ink.light))


def test_a_figure_follows_a_change_of_theme(open_page, small_book_url):
    page = open_page(small_book_url)
    line = page.locator(".gru-drawn .js-line").first
    expect(line).to_have_css("stroke", rgb(UPDATE.light))
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    expect(line).to_have_css("stroke", rgb(UPDATE.dark))


def test_a_figure_has_a_name_and_stays_in_a_narrow_page(open_page, small_book_url):
    page = open_page(small_book_url, width=375)
    figure = page.get_by_role("img", name="z falls from 1 to 0.")
    expect(figure.locator(".main-svg").first).to_be_visible()
    assert figure.bounding_box()["width"] <= 375


def test_a_figure_without_javascript_is_a_sentence(open_page, small_book_url):
    page = open_page(small_book_url, java_script=False)
    expect(page.get_by_text("z falls from 1 to 0. (This figure needs JavaScript.)")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_equations_keep_their_colours_in_both_themes(open_page, small_book_url, dark):
    page = open_page(small_book_url, dark=dark)
    for ink in (RESET, UPDATE, CANDIDATE):
        symbol = page.locator(f'mjx-container [style*="color: {ink.light}"]').first
        expect(symbol).to_have_css("color", rgb(ink.dark if dark else ink.light))


def test_each_line_of_an_equation_has_its_number_and_a_link_leads_there(open_page, small_book_url):
    page = open_page(small_book_url + "numbered.html")
    numbers = page.locator("mjx-assistive-mml mlabeledtr > mtd:first-child")
    assert [number.strip() for number in numbers.all_text_contents()] == ["(6.1)", "(6.2)"]
    page.get_by_role("link", name="Equation 6.2").click()
    assert page.url.endswith("#equation-6-2")
    expect(page.locator(":target + .math")).to_be_in_viewport()


def test_a_numbered_equation_is_read_from_its_beginning_on_a_phone(open_page, small_book_url):
    page = open_page(small_book_url + "numbered.html", width=375)
    block, symbol = page.locator("div.math"), page.locator("div.math mjx-mi").first
    assert block.evaluate("block => block.scrollWidth > block.clientWidth")
    assert symbol.bounding_box()["x"] >= block.bounding_box()["x"]
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("name", ["numbered", "index"])
def test_the_keyboard_scrolls_a_wide_formula(open_page, small_book_url, name):
    page = open_page(f"{small_book_url}{name}.html", width=375)
    box = page.locator("div.math").element_handle()
    for _ in range(30):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    wait_until(page, "box => box.scrollLeft > 0", arg=box)


def test_a_formula_is_as_high_as_the_text_around_it(open_page, small_book_url):
    page = open_page(small_book_url, java_script=False)
    shares = page.locator("p .math").evaluate_all("""(all) => all.map((formula) => {
        const ruler = document.createElement("i");
        ruler.style = "position: absolute; width: 60ex";
        const measure = (place) => place.appendChild(ruler).getBoundingClientRect().width / 60;
        const around = measure(formula.parentElement);
        const size = parseFloat(getComputedStyle(formula.querySelector("mjx-container")).fontSize);
        return (0.442 * size) / around;
    })""")
    assert shares == pytest.approx([1], abs=1e-3)


def test_a_page_of_prose_loads_no_widgets_figures_or_mathematics(open_page, small_book_url):
    page = open_page(small_book_url + "prose.html")
    page.wait_for_load_state("networkidle")
    own = [name for name in requested(page) if "/_static/gru/" in name]
    kinds = {name.rsplit("/", 1)[1].split(".")[0] for name in own}
    assert kinds <= {
        "after_next_frame",
        "book",
        "theme_buttons",
        "favicon",
        "icons",
        "keyboard",
        "offline",
        "scroll_boxes",
        "theme",
    }


def test_a_page_loads_the_theme_in_one_script_and_one_stylesheet(open_page, small_book_url):
    page = open_page(small_book_url + "live.html")
    page.wait_for_load_state("networkidle")
    names = requested(page)
    assert [name for name in names if "/_static/" in name and "/_static/gru/" not in name] == []
    theme = [name.rsplit(".", 1)[1] for name in names if "/_static/gru/theme." in name]
    assert sorted(theme) == ["css", "js"]


def test_the_way_back_to_the_top_is_small_and_at_the_edge(open_page, small_book_url):
    page = open_page(small_book_url + "live.html", width=375)
    page.locator("#pst-back-to-top").evaluate("(it) => { it.style.display = 'block'; }")
    button = page.get_by_role("button", name="Back to top")
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box["width"] == box["height"] == 32
    assert box["x"] >= 375 - 40 and box["y"] >= 900 - 50
