"""The states in which a reader meets the widgets of a page: moved by hand, and by a preset."""

MOVE = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  const told = (control) => ["input", "change"].forEach((type) =>
    control.dispatchEvent(new Event(type, { bubbles: true })));
  for (const widget of document.querySelectorAll(".gru")) {
    for (const range of widget.querySelectorAll("input[type=range]:enabled")) {
      range.value = Number(range.min) + 0.8 * (range.max - range.min);
      told(range);
    }
    for (const menu of widget.querySelectorAll("select:enabled")) {
      menu.selectedIndex = menu.length - 1;
      told(menu);
    }
    for (const box of widget.querySelectorAll("input[type=checkbox]:enabled")) box.click();
    for (const last of widget.querySelectorAll("label:last-child > input[type=radio]:enabled"))
      last.click();
    const entry = widget.querySelector(".gru-entry:enabled");
    if (entry) {
      entry.value = -1;
      told(entry);
    }
    await drawn();
    for (const button of widget.querySelectorAll(".gru-locking button:enabled")) button.click();
  }
  await drawn();
}"""

PRESET = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  for (const widget of document.querySelectorAll(".gru")) {
    [...widget.querySelectorAll(".gru-footer > button")].slice(0, 2).at(-1)?.click();
    widget.querySelector(".gru-commands button:last-child")?.click();  // the state as Python
    const right = [...widget.querySelectorAll("[data-right=true] > input")];
    [...widget.querySelectorAll(":scope > button")].find((it) => it.checkVisibility())?.click();
    await drawn();
    for (const input of right) input.click();
    await drawn();
    widget.querySelector(".gru-locking button:enabled")?.click();
  }
  await drawn();
}"""

UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true;"


def unfold(page) -> None:
    """Open all that is folded."""
    page.evaluate(UNFOLD)


def move_all(page) -> None:
    """Move every control of every widget; answer the predictions with the last option."""
    page.evaluate(MOVE)


def give_presets(page) -> None:
    """Give every widget its second preset, and the predictions their right answers."""
    page.evaluate(PRESET)
