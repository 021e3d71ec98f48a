"""A slide as it is shown: where it is, what it holds, and what must be true of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings, told
from tests.browser.driving import wait_until

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
GO = """(id) => {
  const { h, v } = Reveal.getIndices(document.getElementById(id));
  Reveal.slide(h, v);
}"""
# Layers of Reveal for a pause and for backgrounds, without a colour here: to axe they cover all.
UNCOVER = """() => document.querySelectorAll(".pause-overlay, .backgrounds").forEach(
  (layer) => { layer.style.display = "none"; })"""
# Slides that are not shown, away and back: axe reads a whole page, whatever part it is asked of.
AWAY = """() => {
  const others = [...document.querySelectorAll(".slides section:not(.present)")];
  window.away = others.map((slide) => [slide, new Comment()]);
  for (const [slide, place] of window.away) slide.replaceWith(place);
}"""
BACK = "() => window.away.forEach(([slide, place]) => place.replaceWith(slide))"
# In the file of a deck: a slide, and what makes it another kind of slide.
SLIDE = re.compile(r'<section (?=[^>]*\bid="([^"]+)")(.*?)(?=<section|<script|\Z)', re.DOTALL)
KIND = re.compile(
    r'data-module="\w+"|\b(?:gru-[a-z-]+|level\d|dataframe)\b|<(?:table|ul|ol|img|svg)\b'
)


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


def check_start(page) -> None:
    """All widgets and figures of the slide are there."""
    slide = page.locator(ON_SLIDE)
    expect(slide.locator(".gru-widget:not(.gru-mounted)")).to_have_count(0)
    expect(slide.locator(".gru-plotly:not(.gru-drawn)")).to_have_count(0)
    expect(slide.locator("mjx-merror")).to_have_count(0)


def check_widgets(page) -> None:
    """The widgets are large enough, and each moves, or asks and answers."""
    slide = page.locator(ON_SLIDE)
    for place in slide.locator(".gru-widget").all():
        zoom = place.locator(".gru-live").evaluate("e => Number(e.style.zoom || 1)")
        assert zoom >= SMALLEST
        if place.get_attribute("data-module") == "prediction":
            open_and_close(page, slide)
        else:
            move(page, place)
            page.evaluate("document.activeElement.blur()")


def check_access(page) -> None:
    """The slide keeps no reader out, as far as axe sees; what lies around it is the deck's."""
    page.evaluate(UNCOVER)
    page.evaluate(AWAY)
    found = findings(page, ON_SLIDE)
    page.evaluate(BACK)
    assert not found, told(found)


RULES = {
    "everything starts": check_start,
    "everything fits": check_fit,
    "nobody is kept out": check_access,
    "every widget moves": check_widgets,
}


def walk(page, names: list[str], subtests) -> None:
    """Go to slides, and hold each to every rule; a fault is told by its rule and its slide."""
    for place in names:
        page.evaluate(GO, place)
        assert name(page) == place
        for rule, check in RULES.items():
            with subtests.test(rule, slide=place):
                check(page)


def of_every_kind(decks: dict[str, str]) -> dict[str, list[str]]:
    """Of the decks' files, the slides that show what no slide before them shows."""
    chosen, seen = {}, set()
    for deck, text in decks.items():
        for slide, content in SLIDE.findall(text):
            kinds = set(KIND.findall(content))
            if not kinds <= seen:
                chosen.setdefault(deck, []).append(slide)
                seen |= kinds
    return chosen
