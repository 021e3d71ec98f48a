"""The decks as a lecturer runs them: from a copied folder, without a server or a network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings, told
from tests.browser.slides import GO, ON_SLIDE, check_fit, move, name, of_every_kind, walk

ROOT = Path(__file__).parents[2]
CHAPTERS = [path.stem for path in sorted(ROOT.glob("chapters/*.ipynb"))]
DECKS = ["lecture", *CHAPTERS]
# A short deck from its first slide to its last; at night the others, and the lecture in the dark,
# which holds slides of many chapters.
SHOWN = [
    ("conventions", True),
    *(pytest.param(deck, False, marks=pytest.mark.nightly) for deck in DECKS),
    pytest.param("lecture", True, marks=pytest.mark.nightly),
]


@pytest.mark.parametrize(("deck", "dark"), SHOWN)
def test_every_slide_is_whole_and_its_widgets_move(show_deck, subtests, deck, dark):
    page = show_deck(deck, dark=dark)
    with subtests.test("the deck keeps nobody out"):
        found = findings(page)
        assert not found, told(found)
    names = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    assert len(names) == page.evaluate("Reveal.getTotalSlides()")
    walk(page, names, subtests)
    assert page.evaluate("Reveal.isLastSlide()")


def test_a_slide_of_every_kind_is_whole_and_its_widgets_move(show_deck, subtests, decks):
    chosen = of_every_kind({deck: (decks / f"{deck}.html").read_text("utf-8") for deck in CHAPTERS})
    for number, (deck, names) in enumerate(chosen.items()):
        walk(show_deck(deck, dark=number % 2 == 1), names, subtests)


def test_every_kind_of_slide_is_chosen_once():
    def slide(name, content):
        return f'<section id="{name}" class="level2">{content}</section>'

    first, gate = slide("a", "<p>"), slide("b", '<div data-module="update_gate">')
    decks = {"one": first + gate, "two": first + gate, "three": gate + slide("c", "<table>")}
    assert of_every_kind(decks) == {"one": ["a", "b"], "three": ["c"]}


def test_the_keys_of_the_presenter(show_deck):
    page = show_deck("03_update_gate")
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("o")
    assert page.evaluate("Reveal.isOverview()")
    page.keyboard.press("o")
    for _ in range(4):  # a prediction takes two
        page.keyboard.press("PageDown")
    assert name(page) == "cbb8648a"
    code = page.locator(f"{ON_SLIDE} .gru-source")
    expect(code).not_to_have_attribute("open", "")
    page.keyboard.press("c")
    expect(code).to_have_attribute("open", "")
    expect(code.locator("pre")).to_be_visible()
    check_fit(page)
    page.keyboard.press("c")
    expect(code).not_to_have_attribute("open", "")


def test_an_arrow_leads_through_every_slide_of_a_section(show_deck):
    page = show_deck("lecture")
    section = page.evaluate("""Reveal.getHorizontalSlides().findIndex(
        (stack) => stack.querySelectorAll(":scope > section").length > 2)""")
    page.evaluate("(section) => Reveal.slide(section, 0)", section)
    for key, place in (("ArrowRight", 1), ("ArrowLeft", 0)):
        page.keyboard.press(key)
        assert page.evaluate("[Reveal.getIndices().h, Reveal.getIndices().v]") == [section, place]


def test_an_option_that_was_clicked_leaves_the_keys_to_the_slides(show_deck):
    page = show_deck("03_update_gate", "#/4e7d23b2")
    page.get_by_role("radio").nth(1).click()
    page.keyboard.press("PageDown")
    expect(page.locator(f"{ON_SLIDE} .gru-reasons")).to_contain_text(
        "Your answer is right: near 0.8"
    )


def test_all_unfolded_code_fits(show_deck):
    page = show_deck("06_the_cell")
    for place in page.evaluate("Reveal.getSlides().map((slide) => slide.id)"):
        page.evaluate(GO, place)
        for code in page.locator(f"{ON_SLIDE} .gru-source").all():
            page.keyboard.press("c")
            box = code.locator("pre").bounding_box()
            assert box["x"] + box["width"] <= 1280, name(page)
            assert box["y"] + box["height"] <= 720, name(page)


def test_the_speaker_has_notes_and_a_timer_in_a_window_of_their_own(show_deck):
    page = show_deck("lecture", "#/cbb8648a")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    notes = speaker.locator(".speaker-controls-notes .value")
    expect(notes).to_contain_text("One gate serves both sides", timeout=15_000)
    expect(notes.locator("sub").first).to_be_visible()  # a formula, as text
    expect(speaker.locator(".timer")).to_be_visible()
    expect(speaker.locator(".pacing")).to_be_visible()
    assert speaker.locator("iframe").count() == 2
    page.keyboard.press("ArrowRight")
    expect(notes).to_contain_text("The cell computes it from what it sees now")


def test_a_deck_prints_every_slide_on_a_page(show_deck):
    page = show_deck("03_update_gate", "?print-pdf")
    total = page.evaluate("Reveal.getTotalSlides()")
    expect(page.locator(".pdf-page")).to_have_count(total)
    figures = page.locator(".gru-plotly").count()
    expect(page.locator(".gru-plotly.gru-drawn")).to_have_count(figures)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == total


def test_a_deck_works_from_a_server_as_well(open_page, serve, decks):
    page = open_page(serve(decks) + "03_update_gate.html#/b0e842eb", height=720)
    place = page.locator(f"{ON_SLIDE} .gru-mounted")
    place.wait_for()
    move(page, place)


def test_a_deck_refuses_what_is_smuggled_in(show_deck, guard):
    page = show_deck("03_update_gate")
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    page.evaluate("""() => {
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hit = 1'>");
        const script = document.createElement("script");
        script.textContent = "window.hit = 1";
        document.body.append(script);
    }""")
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    refused = [error for error in guard.take_errors() if "Content Security Policy" in error]
    assert len(refused) == 2


def test_the_list_leads_to_every_deck(decks, browser, guard):
    page = browser.new_page()
    guard.watch(page.context, "file:///")
    page.goto((decks / "index.html").as_uri())
    leads = page.get_by_role("link").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert leads == [f"{deck}.html" for deck in DECKS]
    page.context.close()
