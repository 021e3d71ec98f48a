"""A widget's state in the page's address: the same state again, and nothing else from outside."""

import random
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from gru_course import widgets
from gru_course.widgets import HalfLife, Number, Prediction, UpdateGate
from tests.browser.driving import ALL_ARE_NEAR, choose, python_line
from tests.browser.family import CLASSES, faults

NIGHTLY = pytest.mark.nightly
REFUSED = "A part of this link is not for this widget"
REDRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def z_of(page, number: int = 0):
    return page.locator(".gru").nth(number).get_by_role("slider", name="update gate")


def follow(page, fragment: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", fragment)
    page.evaluate(REDRAWN)


@pytest.mark.parametrize("presets", [slice(-1, None), pytest.param(slice(None), marks=NIGHTLY)])
def test_a_link_brings_the_same_state(render_widget, open_page, subtests, presets):
    page = render_widget(*(cls() for cls in CLASSES))
    links = []
    for cls, place in zip(CLASSES, page.locator(".gru").all(), strict=True):
        for text in ("Reset", *list(cls.presets)[presets]):
            choose(place, text)
            line = python_line(place)
            choose(place, "Copy link")
            assert f"#widget={cls.module}.1" in page.url
            assert place.locator(".gru-code").inner_text() == page.url
            links.append((cls, text, page.url, line))

    other = open_page(page.url, before=ALL_ARE_NEAR)  # the last preset, where others are default
    other.locator(".gru-mounted").nth(len(CLASSES) - 1).wait_for()
    for cls, text, address, line in reversed(links):
        with subtests.test(text, widget=cls.__name__):
            follow(other, address[address.index("#") :])
            assert python_line(other.locator(f".gru-{cls.module}")) == line
            expect(other.get_by_text(REFUSED)).to_have_count(0)


def test_a_link_names_one_of_several_and_only_that_one_moves(render_widget):
    page = render_widget(UpdateGate(z=0.1), HalfLife(), UpdateGate(z=0.2))
    page.set_viewport_size({"width": 1280, "height": 300})
    expect(page.locator(".gru").nth(2)).not_to_be_in_viewport()
    follow(page, "#widget=update_gate.2&z=0.9")
    expect(z_of(page, 2)).to_have_value("0.9")
    expect(z_of(page, 0)).to_have_value("0.1")
    expect(page.locator(".gru").nth(2)).to_be_in_viewport()


def test_what_a_link_does_not_name_is_the_default_of_the_class(render_widget):
    page = render_widget(UpdateGate(z=0.1, n=0.7))
    follow(page, "#widget=update_gate.1&h_prev=0.25")
    assert python_line(page.locator(".gru")) == "UpdateGate(h_prev=0.25)"


def test_reset_takes_the_link_out_of_the_address_and_no_other_fragment(render_widget):
    page = render_widget(UpdateGate(), UpdateGate())
    follow(page, "#widget=update_gate.2&z=0.9&q=1")
    resets = page.get_by_role("button", name="Reset")
    resets.nth(0).click()
    assert "update_gate.2" in page.url
    expect(page.get_by_text(REFUSED)).to_have_count(1)
    resets.nth(1).click()
    assert "#" not in page.url
    expect(page.get_by_text(REFUSED)).to_have_count(0)
    follow(page, "#a-heading")
    resets.nth(1).click()
    assert page.url.endswith("#a-heading")


@pytest.mark.parametrize("allowed", [True, False])
def test_copying_a_link_says_how_it_went(render_widget, allowed):
    page = render_widget(UpdateGate(z=0.9))
    write = "(text) => { window.copied = text; }" if allowed else "() => Promise.reject()"
    page.evaluate(f"void (navigator.clipboard.writeText = async (text) => ({write})(text))")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".gru-footer")).to_contain_text("copied" if allowed else "copy this line")
    assert page.evaluate("window.copied") == (page.url if allowed else None)


# What a link asks: the gate that it gives, and whether the page says that a part was refused.
ASKED = {
    "z=0.25": ("0.25", False),
    "z=7": ("1", False),  # clamped
    "z=-7": ("0", False),
    "z=1e999": ("0.5", True),
    "z=NaN": ("0.5", True),
    "z=0x1": ("0.5", True),
    "z=": ("0.5", True),
    "z=0.2,0.3": ("0.5", True),
    "z=0.2&z=0.3": ("0.3", False),  # the last of two
    "q=1": ("0.5", True),
    "__proto__=1&constructor=2&z=0.75": ("0.75", True),
    "z=%E0%A4%A": ("0.5", True),
}


def test_what_a_link_asks_is_checked(render_widget, subtests):
    page = render_widget(UpdateGate())
    for fragment, (z, refused) in ASKED.items():
        with subtests.test(fragment):
            follow(page, f"#widget=update_gate.1&{fragment}")
            expect(z_of(page)).to_have_value(z)
            expect(page.locator("[data-name=z]").first).to_have_text(f"{float(z):.2f}")
            expect(page.get_by_text(REFUSED)).to_have_count(int(refused))


def test_a_link_for_no_widget_here_changes_nothing(render_widget, subtests):
    page = render_widget(UpdateGate(z=0.1))
    for key in ("update_gate.2", "update_gate.0", "nothing.1", "update_gate", ""):
        with subtests.test(key):
            follow(page, f"#widget={key}&z=0.9")
            expect(z_of(page)).to_have_value("0.1")
            expect(page.get_by_text(REFUSED)).to_have_count(0)


def test_a_link_cannot_answer_a_question(render_widget):
    page = render_widget(Prediction("How many gates?", Number(2, "r and z.")))
    follow(page, "#widget=prediction.1&answer=3&locked=true")
    expect(page.get_by_role("button", name="Lock my answer")).to_be_disabled()
    expect(page.get_by_text(REFUSED)).to_be_visible()


PIECES = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "javascript:window.hit=1",
    "'\"><svg onload=window.hit=1>",
    *("1e999", "-1e999", "1e308", "9" * 400, "NaN", "Infinity", "-0", "0x10", "1_000", "１２"),
    *("true", "null", "undefined", "[]", "{}", "[object Object]", "0,0,0", ",,,", "1," * 500),
    *("%E0%A4%A", "%", "%00", "\x00", "\u202e", "💣", "\ud83d".encode("utf-8", "replace").decode()),
    *("__proto__", "constructor", "toString", "hasOwnProperty", "a" * 9000, "", " ", "+", "&&==&"),
]


def hostile(seed: int, count: int) -> list[str]:
    """Fragments that are meant ill: real keys and names beside rubbish, encoded or not."""
    rng = random.Random(seed)
    names = [(cls.module, name) for cls in CLASSES for name in cls._state_traits()]
    made = []
    for _ in range(count):
        module, name = rng.choice(names)
        fields = [f"widget={rng.choice([module, module, rng.choice(PIECES)])}.{rng.choice('1120')}"]
        for _ in range(rng.randint(1, 4)):
            key = rng.choice([name, rng.choice(names)[1], rng.choice(PIECES)])
            value = rng.choice(PIECES)
            fields.append(f"{key}={quote(value) if rng.random() < 0.5 else value}")
        rng.shuffle(fields)
        made.append("#" + "&".join(fields))
    return made


@pytest.mark.parametrize("count", [40, pytest.param(500, marks=NIGHTLY)])
def test_hostile_links_execute_nothing_and_show_only_valid_states(render_widget, count):
    page = render_widget(*(cls() for cls in CLASSES))
    places = page.locator(".gru").all()
    links = hostile(seed=0, count=count)
    assert (
        sum(any(f"widget={cls.module}.1" in link for cls in CLASSES) for link in links) > count / 5
    )
    for start in range(0, len(links), 20):
        for link in links[start : start + 20]:
            follow(page, link)
        for cls, place in zip(CLASSES, places, strict=True):
            assert faults(place) == [], (cls, links[start : start + 20])
            line = python_line(place)
            eval(line, vars(widgets))  # Python refuses what is no valid state
    assert page.evaluate("window.hit") is None
    assert page.locator("script:not([type])").count() == 1  # the early one of every page
    assert page.locator("img, iframe, object, embed").count() == 0
