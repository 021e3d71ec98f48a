"""Storms of odd events over every widget: it shows and says nothing wrong, and forgets them all."""

import os
import random
from pathlib import Path

import pytest

from gru_course import widgets
from tests.browser.family import SPECIMENS, faults
from tests.browser.memory import Memory

SEED = int(os.environ.get("GRU_STORM_SEED", "1"))  # a failure names its own
BY_HAND = 10
STORM = Path(__file__).with_name("storm.js").read_text(encoding="utf-8")
BEGIN = "([place, seed]) => { window.storm = beginStorm(place, seed); }"
KEYS = ["Tab", "Shift+Tab", "Escape", "ArrowUp", "ArrowLeft", "PageUp", "PageDown", "Home", "End"]
KEYS += ["Enter", "Space", "7", "a"]
DETACHED = 60  # nodes that the browser keeps for itself, such as those of a spoken sentence
# All elements with what they say and hold, but for what was said last.
OUTLINE = """(place) => {
  const all = [...place.querySelectorAll("*:not(.gru-voice, .gru-voice *)")];
  const texts = ({ childNodes }) => [...childNodes].filter(({ nodeType }) => nodeType === 3);
  return all.map((node) => {
    const text = texts(node).map(({ data }) => data).join("");
    return [node.localName, text, node.ariaValueText, node.value, node.checked].join("|");
  });
}"""


def by_hand(page, place, rng: random.Random) -> list[str]:
    """A few events as the browser itself makes them, of a mouse and a keyboard."""
    done = []
    box = place.bounding_box()
    for _ in range(BY_HAND):
        x, y = box["x"] + rng.random() * box["width"], box["y"] + rng.random() * box["height"]
        actions = [
            (page.mouse.move, x, y),
            (page.mouse.click, x, y),
            (page.mouse.down,),
            (page.mouse.up,),
            (page.mouse.wheel, 0, 100),
            (page.keyboard.press, rng.choice(KEYS)),
            (page.keyboard.insert_text, "1e9 <b>"),
        ]
        action, *given = rng.choice(actions)
        action(*given)
        done.append(f"{action.__name__} {given}")
    page.mouse.up()
    return done


def refused(lines: list[str]) -> list[str]:
    """The lines whose state Python finds no valid one."""
    found = []
    for line in lines:
        try:
            eval(line, vars(widgets) | {"model": None})
        except Exception as error:
            found.append(f"{line}: {error}")
    return found


@pytest.mark.parametrize(
    ("rounds", "events"), [(1, 200), pytest.param(4, 500, marks=pytest.mark.nightly)]
)
@pytest.mark.parametrize("name", SPECIMENS)
def test_a_widget_outlasts_a_storm_and_forgets_it(render_widget, name, rounds, events):
    rng = random.Random(SEED)
    page = render_widget(SPECIMENS[name]())
    place = page.locator(".gru")
    page.evaluate(STORM)
    page.evaluate(BEGIN, [place.element_handle(), SEED])
    memory = Memory(page)
    page.evaluate("storm.calm()")
    outline, held = place.evaluate(OUTLINE), memory.held()
    for _ in range(rounds):
        width = rng.randint(320, 1400)
        page.set_viewport_size({"width": width, "height": 900})
        high = int(place.bounding_box()["height"]) + 100  # all of it can be hit
        page.set_viewport_size({"width": width, "height": high})
        done = by_hand(page, place, rng)
        told = page.evaluate("(count) => storm.run(count)", events)
        story = f"GRU_STORM_SEED={SEED}: {', '.join([*done, *told['recent']])}"
        assert told["errors"] == [], story
        assert faults(place) == [], story
        assert refused(told["lines"]) == [], story
    page.evaluate("storm.calm()")
    assert place.evaluate(OUTLINE) == outline, story
    after = memory.held()
    assert after["JSEventListeners"] == held["JSEventListeners"], story
    assert after["Nodes"] <= held["Nodes"] + DETACHED, story
