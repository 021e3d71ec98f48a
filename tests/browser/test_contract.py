"""What every widget owes to its reader, held for all classes of the package, all on one page."""

import re

import pytest
from playwright.sync_api import expect

from gru_course import widgets
from gru_course.widgets import Number, Prediction
from tests.browser.driving import choose, python_line
from tests.browser.family import CLASSES, OPTIONS

WIDGETS = {cls.__name__: cls for cls in CLASSES} | {
    "one option": lambda: Prediction("Which gate keeps?", OPTIONS),
    "several": lambda: Prediction("Which gates keep?", OPTIONS, several=True),
    "number": lambda: Prediction("How many gates?", Number(2, "r and z.", unit="gates")),
}
CONTROLS = ":is(input, button, select, textarea, summary)"
UNNAMED = re.compile(r"- (?:button|checkbox|combobox|radio\b|slider|spinbutton|textbox)(?! \").*")
REDRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"

# Mount a module on a model of our own, count what it holds on to, unmount it and count again.
MOUNT = """async ([url, state]) => {
  const listeners = [];
  const model = {
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; },
    save_changes() {},
    on: (event, callback) => listeners.push([event, callback]),
    off: (event, callback) => {
      const at = listeners.findIndex(([e, c]) => e === event && c === callback);
      if (at >= 0) listeners.splice(at, 1);
    },
  };
  const el = document.createElement("div");
  document.body.append(el);
  const outside = () => document.querySelectorAll("*").length - el.querySelectorAll("*").length;
  const before = outside();
  const end = (await import(url)).default.render({ model, el });
  const mounted = { nodes: el.querySelectorAll("*").length, listeners: listeners.length };
  for (const [, callback] of [...listeners]) callback(); // a redraw waits when it ends
  end();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const left = { nodes: el.childNodes.length, listeners: listeners.length };
  el.remove();
  return { mounted, left: { ...left, outside: outside() - before + 1 } };
}"""


@pytest.fixture
def show(render_widget):
    """A function that shows widgets {name: make} on one page: (page, {name: its place})."""

    def show(makes, **options):
        page = render_widget(*(make() for make in makes.values()), **options)
        return page, dict(zip(makes, page.locator(".gru").all(), strict=True))

    return show


def evaluated(line: str) -> dict:
    return eval(line, vars(widgets)).state


def preset(place, text: str):
    return place.get_by_role("button", name=text, exact=True)


def with_presets() -> dict:
    return {cls.__name__: cls for cls in CLASSES}


def test_a_widget_is_light_named_and_keeps_its_keys(show, subtests):
    page, places = show(WIDGETS)
    page.evaluate("document.addEventListener('keydown', ({ key }) => { window.heard = key; })")
    press = """(controls) => controls.map((control) =>
      control.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }))).length"""
    for name, place in places.items():
        with subtests.test(f"{name} is light and has no ids"):
            assert place.locator("*").count() <= 250
            assert place.locator("[id]").count() == 0
        with subtests.test(f"every control of {name} has a name, and the widget too"):
            assert UNNAMED.findall(place.aria_snapshot()) == []
            assert place.get_attribute("role") == "group"
            assert place.get_attribute("aria-label")
        with subtests.test(f"{name} speaks politely and with one voice"):
            expect(place.locator("[aria-live]")).to_have_attribute("aria-live", "polite")
        with subtests.test(f"keys stay inside {name}"):
            assert place.locator(CONTROLS).evaluate_all(press) > 0
            assert page.evaluate("[window.heard, delete window.heard][0]") is None


@pytest.mark.parametrize("form", ["published", "bundle"])
def test_a_widget_leaves_nothing_behind(shelf, show, form):
    page, _ = show({"lever": widgets.UpdateGate})
    for name, make in WIDGETS.items():
        widget = make()
        if form == "published":  # as in the book: one file for each module
            url = f"./gru/{shelf[2].names[f'{widget.module}.js']}"
        else:  # as in JupyterLab: one text that holds all modules
            (shelf[0] / f"{name}.bundle.js").write_text(widget._esm, encoding="utf-8")
            url = f"./{name}.bundle.js"
        sent = {k: v for k, v in widget.get_state().items() if k not in {"_esm", "_css", "layout"}}
        counted = page.evaluate(MOUNT, [url, sent])
        assert counted["mounted"]["nodes"] > 5, name
        assert counted["mounted"]["listeners"] >= len(widget.state), name
        assert counted["left"] == {"nodes": 0, "listeners": 0, "outside": 0}, name


CUT = """(elements) => elements.filter((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  return width > 0 && (left < 0 || right > 375);
}).map((element) => element.outerHTML)"""
# A finger draws on a plot; the keys over its columns are the keyboard's, and let it through.
SMALL = """(controls) => controls.filter((control) => {
  const target = control.closest(".gru-drawn") ?? control.closest("label") ?? control;
  const { width, height } = target.getBoundingClientRect();
  return width > 0 && Math.min(width, height) < 24;
}).map((control) => control.outerHTML)"""
HEIGHTS = "(all) => all.map((button) => button.getBoundingClientRect().height)"


def test_a_widget_fits_a_phone_and_a_thumb(show, subtests):
    page, places = show(WIDGETS, width=375)
    for name, place in places.items():
        with subtests.test(f"{name} fits a phone"):
            assert place.locator(":not(.gru-voice)").evaluate_all(CUT) == []
        with subtests.test(f"a finger can hit every control of {name}"):
            assert place.locator(CONTROLS).evaluate_all(SMALL) == []
        with subtests.test(f"the buttons of {name} are high enough for a thumb"):
            buttons = place.locator("button").locator("visible=true").evaluate_all(HEIGHTS)
            assert min(buttons, default=36) >= 36
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("width", [1280, 375])
def test_commands_stand_apart_from_presets(show, width):
    _, places = show(with_presets(), width=width)
    for cls, place in zip(CLASSES, places.values(), strict=True):
        commands = place.locator(".gru-commands button")
        expect(commands).to_have_text(["Reset", "Copy link", "Copy as Python"])
        expect(commands.first).to_have_attribute("title", "Back to the start")
        assert commands.first.bounding_box()["y"] == commands.last.bounding_box()["y"]
        for text in cls.presets:
            expect(place.locator(".gru-footer > button", has_text=text)).not_to_have_count(0)


@pytest.mark.parametrize("allowed", [True, False])
def test_copying_says_whether_the_line_was_copied(show, allowed):
    page, places = show({"lever": widgets.UpdateGate})
    write = "(text) => { window.copied = text; }" if allowed else "() => Promise.reject()"
    page.evaluate(f"void (navigator.clipboard.writeText = async (text) => ({write})(text))")
    footer = places["lever"].locator(".gru-footer")
    footer.get_by_role("button", name="Copy as Python").click()
    expect(footer).to_contain_text("copied" if allowed else "copy this line")
    assert page.evaluate("window.copied") == ("UpdateGate()" if allowed else None)
    footer.get_by_role("button", name="Reset").click()
    expect(footer).not_to_contain_text("copied" if allowed else "copy this line")


def test_every_preset_sets_what_python_says_and_reset_the_defaults(show):
    _, places = show(with_presets())
    for cls, place in zip(CLASSES, places.values(), strict=True):
        for text, changes in cls.presets.items():
            choose(place, text)
            assert evaluated(python_line(place)) == cls(**changes).state, (cls, text)
            choose(place, "Reset")
            assert python_line(place) == f"{cls.__name__}()"


def test_reset_goes_back_to_the_state_that_the_page_opened_with(show):
    first_and_last = {cls.__name__: (*cls.presets,)[:: len(cls.presets) - 1] for cls in CLASSES}
    made = {cls.__name__: cls(**cls.presets[first_and_last[cls.__name__][1]]) for cls in CLASSES}
    _, places = show({name: lambda widget=widget: widget for name, widget in made.items()})
    for name, opened in made.items():
        place = places[name]
        assert opened.state != type(opened)().state, name
        choose(place, first_and_last[name][0])
        assert evaluated(python_line(place)) != opened.state, name
        choose(place, "Reset")
        assert evaluated(python_line(place)) == opened.state, name


def test_no_task_is_done_by_the_state_that_the_page_opened_with(show):
    solved = {
        "gate": lambda: widgets.UpdateGate(z=0.5, n=-0.5, h_prev=0.5),
        "half-life": lambda: widgets.HalfLife(b=4.97),
        "pulse": lambda: widgets.SimpleRNN(u=1.5),
    }
    page, places = show(solved)
    tasks = page.locator(".gru-task")
    expect(page.locator(".gru-task[data-state=open]")).to_have_count(len(solved))
    expect(tasks.last).to_contain_text("This state was given: find one of your own.")
    preset(places["pulse"], "fading").click()
    preset(places["pulse"], "Reset").click()
    page.evaluate(REDRAWN)
    expect(tasks.last).to_have_attribute("data-state", "open")
    preset(places["pulse"], "fading").click()
    page.evaluate(REDRAWN)
    preset(places["pulse"], "stuck").click()
    expect(tasks.last).to_have_attribute("data-state", "done")


def test_the_python_line_of_a_state_from_python_makes_its_equal(show):
    made = {f"{c} {text}": (c, changes) for c in CLASSES for text, changes in c.presets.items()}
    makes = {text: lambda cls=cls, given=given: cls(**given) for text, (cls, given) in made.items()}
    _, places = show(makes)
    for text, place in places.items():
        assert evaluated(python_line(place)) == makes[text]().state, text


def test_two_copies_do_not_disturb_each_other(show):
    firsts = with_presets()
    seconds = {f"second {name}": make for name, make in firsts.items()}
    _, places = show(firsts | seconds)
    for name, cls in firsts.items():
        first, second = places[name], places[f"second {name}"]
        before = second.inner_text()
        for text in cls.presets:
            choose(first, text)
        first.get_by_role("slider").first.press("ArrowLeft")
        assert evaluated(python_line(first)) != cls().state
        assert second.inner_text() == before, name


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_jumps_when_values_change(show, width):
    page, places = show(with_presets(), width=width)
    height = "(el) => el.getBoundingClientRect().height"
    for name, cls in with_presets().items():
        body = places[name].locator(".gru-body")
        before = body.evaluate(height)
        for text in cls.presets:
            choose(places[name], text)
            page.evaluate(REDRAWN)
            assert body.evaluate(height) == before, (name, text)
