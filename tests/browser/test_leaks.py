"""Every widget comes and goes again and again, used in between, and leaves nothing behind."""

from pathlib import Path

import pytest

from tests.browser.family import SPECIMENS
from tests.browser.memory import Memory

HELD = Path(__file__).with_name("held.js").read_text(encoding="utf-8")

# Mount a module in one place again and again, each time on a model of its own. Every other time a
# preset is pressed and what plays is set going, every tenth it goes on for a moment. What is held
# more than before is told by kind: the most after an unmounting, and what is held at last.
COME_AND_GO = """async ([url, sent, times]) => {
  const before = held();
  const { render } = (await import(url)).default;
  const place = document.querySelector("main");
  const pause = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const heard = [];
  const left = {};
  function count() {
    const all = Object.entries({ ...held(), "listeners of the model": heard.length });
    for (const [kind, now] of all) {
      const own = kind === "object URLs" ? 1 : 0; // a module may keep its worker's
      const more = now - (before[kind] ?? 0) - own;
      if (more > 0) left[kind] = Math.max(more, left[kind] ?? 0);
    }
    if (place.childNodes.length) left.nodes = place.childNodes.length;
  }
  for (let time = 0; time < times; time++) {
    const state = structuredClone(sent);
    const model = {
      get: (name) => state[name],
      set(name, value) {
        state[name] = value;
        for (const [event, callback] of [...heard]) if (event === `change:${name}`) callback();
      },
      save_changes() {},
      on: (event, callback) => heard.push([event, callback]),
      off: (event, callback) => {
        const at = heard.findIndex(([e, c]) => e === event && c === callback);
        if (at >= 0) heard.splice(at, 1);
      },
    };
    const end = await render({ model, el: place });
    if (time % 2) {
      const presets = place.querySelectorAll(".gru-footer > button");
      presets[time % presets.length]?.click();
      for (const it of place.querySelectorAll("button"))
        if (/^(▶|Play|Train|Start)/.test(it.textContent)) it.click();
    }
    if (time % 10 === 9) await pause();
    end();
    count();
  }
  await pause();
  count();
  return left;
}"""

# For each kind, code that takes one `it` and code that gives it back.
TAKEN = {
    "animation frames": ("it = requestAnimationFrame(print)", "cancelAnimationFrame(it)"),
    "timeouts": ("it = setTimeout(print, 9e6)", "clearTimeout(it)"),
    "intervals": ("it = setInterval(print, 9e6)", "clearInterval(it)"),
    "object URLs": ("it = URL.createObjectURL(new Blob())", "URL.revokeObjectURL(it)"),
    "Worker": ("it = new Worker('data:,')", "it.terminate()"),
    "AudioContext": ("it = new AudioContext()", "it.close()"),
    "MutationObserver": (
        "it = new MutationObserver(print); it.observe(document, { childList: true })",
        "it.disconnect()",
    ),
    "ResizeObserver": (
        "it = new ResizeObserver(() => {}); it.observe(document.body)",
        "it.disconnect()",
    ),
    "IntersectionObserver": (
        "it = new IntersectionObserver(() => {}); it.observe(document.body)",
        "it.disconnect()",
    ),
    "listeners": (
        "addEventListener('scroll', print, true)",
        "removeEventListener('scroll', print); removeEventListener('scroll', print, true)",
    ),
}


@pytest.fixture
def empty_page(shelf, open_page):
    """A page without a widget, under watch, beside the book's assets."""
    folder, url, _ = shelf
    (folder / "empty.html").write_text("<!DOCTYPE html><title>Empty</title><main></main>")
    return open_page(url + "empty.html", before=HELD)


@pytest.mark.parametrize(
    ("form", "times"),
    [
        ("published", 20),
        pytest.param("published", 100, marks=pytest.mark.nightly),
        pytest.param("bundle", 100, marks=pytest.mark.nightly),
    ],
)
@pytest.mark.parametrize("name", SPECIMENS)
def test_a_widget_that_comes_and_goes_leaves_nothing(shelf, empty_page, name, form, times):
    page = empty_page
    widget = SPECIMENS[name]()
    if form == "published":  # as in the book: one file for each module
        module = f"./gru/{shelf[2].names[f'{widget.module}.js']}"
    else:  # as in JupyterLab: one text that holds all modules
        (shelf[0] / f"{name}.bundle.js").write_text(widget._esm, encoding="utf-8")
        module = f"./{name}.bundle.js"
    hidden = {"_esm", "_css", "layout"}
    sent = {key: value for key, value in widget.get_state().items() if key not in hidden}
    memory = Memory(page)
    page.evaluate(COME_AND_GO, [module, sent, 10])  # what is made once for all is made
    held = memory.held()
    assert page.evaluate(COME_AND_GO, [module, sent, times]) == {}
    assert memory.held() == held


@pytest.mark.parametrize("kind", TAKEN)
def test_the_watch_sees_what_is_left(empty_page, kind):
    take, give = TAKEN[kind]
    count = f"held()[{kind!r}] ?? 0"
    before = empty_page.evaluate(count)
    assert empty_page.evaluate(f"{take}; {count}") == before + 1
    assert empty_page.evaluate(f"{give}; {count}") == before


def test_the_watch_forgets_what_ends_by_itself(empty_page):
    left = empty_page.evaluate("""async () => {
      const it = new AbortController();
      addEventListener("scroll", () => {}, { signal: it.signal });
      addEventListener("scroll", () => {}, { once: true });
      const taken = held().listeners;
      it.abort();
      dispatchEvent(new Event("scroll"));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return [taken, held()];
    }""")
    assert left == [2, {"listeners": 0, "animation frames": 0, "timeouts": 0}]
