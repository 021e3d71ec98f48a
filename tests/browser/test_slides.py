"""The decks as a lecturer runs them: from a copied folder, without a server or a network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.driving import wait_until

ROOT = Path(__file__).parents[2]
DECKS = ["lecture", *(path.stem for path in sorted(ROOT.glob("chapters/*.ipynb")))]
SMALLEST = 0.7  # of a widget on a slide: its text of 24 pixels is then as high as this page's title

# What of the present slide lies outside it, is cut, or can only be reached by scrolling.
OUTSIDE = """() => {
  const slide = Reveal.getCurrentSlide();
  const name = (part) => `${part.tagName}.${part.getAttribute("class")}`;
  const seen = (part) => part.checkVisibility({ visibilityProperty: true });
  const past = ({ right, bottom, left, top }) =>
    right > 1281 || bottom > 721 || left < -1 || top < -1;
  const deeper = (part) => part.scrollHeight > part.clientHeight + 2;
  const wider = (part) => part.scrollWidth > part.clientWidth + 2;
  const parts = [...slide.querySelectorAll("h1, h2, p, li, td, pre, mjx-container, .gru-cell")];
  return [
    ...parts.filter((part) => seen(part) && past(part.getBoundingClientRect())).map(name),
    ...parts.filter((part) => part.matches(".gru-cell, .gru-output") && deeper(part)).map(name),
    ...parts.filter((part) => part.matches(".gru-output") && wider(part)).map(name),
    ...(deeper(slide) || wider(slide) ? [`${slide.scrollWidth} by ${slide.scrollHeight}`] : []),
  ];
}"""
ON_SLIDE = "section.present > section.present"
NEXT_SLIDE = """() => {
  const all = Reveal.getSlides();
  const { h, v } = Reveal.getIndices(all[all.indexOf(Reveal.getCurrentSlide()) + 1]);
  Reveal.slide(h, v);
}"""


def name(page) -> str:
    return page.evaluate("Reveal.getCurrentSlide().id")


def numbers(place) -> list[str]:
    """All numbers that a widget shows, in full."""
    return place.locator("[data-value], output").evaluate_all(
        "all => all.map((node) => node.dataset.value ?? node.textContent)"
    )


def move(page, place) -> None:
    """Move the first slider of a widget by a key; its numbers change and the slide stays."""
    knob = place.locator("label input[type=range]:enabled:visible").first
    before, here = numbers(place), name(page)
    low = knob.evaluate("e => e.valueAsNumber < Number(e.max)")
    knob.press("ArrowRight" if low else "ArrowLeft")
    wait_until(
        page,
        "([place, before]) => JSON.stringify([...place.querySelectorAll('[data-value], output')]"
        ".map((node) => node.dataset.value ?? node.textContent)) !== JSON.stringify(before)",
        arg=[place.element_handle(), before],
    )
    knob.press("PageDown")
    assert name(page) == here


def check_fit(page) -> None:
    """Nothing lies outside the slide; a widget that has grown is given a moment to fit again."""
    for _ in range(20):
        faults = page.evaluate(OUTSIDE)
        if not faults:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{name(page)}: {'; '.join(faults)}")


def open_and_close(page, slide) -> None:
    """The presenter's next key opens the answer of a prediction, the key back closes it."""
    here = name(page)
    reasons = slide.locator(".gru-reasons")
    expect(reasons).to_be_empty()
    page.keyboard.press("ArrowRight")
    expect(reasons).not_to_be_empty()
    assert name(page) == here
    check_fit(page)
    page.keyboard.press("ArrowLeft")
    expect(reasons).to_be_empty()


def check_slide(page) -> int:
    """Check the present slide; return how many of its widgets moved."""
    slide = page.locator(ON_SLIDE)
    widgets = slide.locator(".gru-widget")
    count = widgets.count()
    expect(slide.locator(".gru-mounted")).to_have_count(count)
    figures = slide.locator(".gru-plotly").count()
    expect(slide.locator(".gru-plotly.gru-drawn")).to_have_count(figures)
    check_fit(page)
    for place in widgets.all():
        zoom = place.locator(".gru-live").evaluate("e => Number(e.style.zoom || 1)")
        assert zoom >= SMALLEST, name(page)
        if place.get_attribute("data-module") == "prediction":
            open_and_close(page, slide)
        else:
            move(page, place)
            page.evaluate("document.activeElement.blur()")
    return count


@pytest.mark.parametrize("deck", DECKS)
def test_every_slide_fits_and_every_widget_moves(show_deck, deck):
    page = show_deck(deck)
    total = page.evaluate("Reveal.getTotalSlides()")
    moved = 0
    for seen in range(total):
        if seen:
            page.evaluate(NEXT_SLIDE)
        moved += check_slide(page)
    assert page.evaluate("Reveal.isLastSlide()")
    assert moved == page.locator(".gru-widget").count()
    assert page.locator("mjx-merror").count() == 0


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


def test_an_option_that_was_clicked_leaves_the_keys_to_the_slides(show_deck):
    page = show_deck("03_update_gate", "#/4e7d23b2")
    page.get_by_role("radio").nth(1).click()
    page.keyboard.press("PageDown")
    expect(page.locator(f"{ON_SLIDE} .gru-reasons")).to_contain_text(
        "Your answer is right: near 0.8"
    )


def test_all_unfolded_code_fits(show_deck):
    page = show_deck("06_the_cell")
    for _ in range(page.evaluate("Reveal.getTotalSlides()") - 1):
        page.evaluate(NEXT_SLIDE)
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
    guard.watch(page, "file:///")
    page.goto((decks / "index.html").as_uri())
    leads = page.get_by_role("link").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert leads == [f"{deck}.html" for deck in DECKS]
    page.context.close()
