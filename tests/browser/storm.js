// A stranger's hands: a seeded stream of odd events over one widget. `beginStorm(place, seed)`
// returns `run(count)`, which goes on with the stream and tells what went wrong, the last events
// and every line of Python that the widget gave for its states, and `calm()`, which ends it all.

globalThis.beginStorm = (place, seed) => {
  const SLICE = 25; // events between two screen frames
  const RECENT = 12;
  const KEYS = [
    ..."Tab Escape a A z 1 . - Enter Backspace Delete PageUp PageDown Home End".split(" "),
    ..."ArrowLeft ArrowRight ArrowUp ArrowDown".split(" "),
    " ",
  ];
  const POINTER = ["pointerdown", "pointermove", "pointerup", "pointercancel"];
  const MOUSE = ["mousedown", "mouseup", "click"];
  const TEXTS = [
    ...["", " ", "-", "0.5", "-7", "1e999", "-1e308", "1e-320", "NaN", "Infinity", "null", "[]"],
    ...['{"z": 0.9}', '{"z": [1e999]}', '{"__proto__": 1}', '{"z": "<img src=x>"}'],
    ...["[".repeat(3000), "9".repeat(400), "\u202e\u0000💣", "<script>window.hit = 1</script>"],
  ];
  const POINTERS = [101, 102];
  const CONTROLS = "input, button, select, textarea, summary";
  let count = 0;
  const recent = [];
  const errors = [];
  const captured = new Map(); // pointer: the element that has it
  const nextFrame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  let state = seed;
  function random() { // the generator "mulberry32"
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = (low, high) => low + random() * (high - low);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const named = (node) =>
    `${node.localName} "${node.ariaLabel ?? (node.labels?.[0] ?? node).textContent.slice(0, 30)}"`;
  const isUsable = (node) =>
    node.checkVisibility() && !node.matches(":disabled") && !node.closest("[inert]");

  // One that a reader could use now, of those that a selector names.
  function usable(selector) {
    const all = [...place.querySelectorAll(selector)];
    for (let tries = 0; all.length && tries < 6; tries++) {
      const node = pick(all);
      if (isUsable(node)) return node;
    }
    return null;
  }
  function send(target, Kind, type, details = {}) {
    target.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, ...details }));
  }
  function change(node, value) {
    node.value = value;
    for (const type of pick([["input"], ["input", "change"]])) send(node, Event, type);
    return `${named(node)} to ${node.value.slice(0, 40)}`;
  }
  function click(selector) {
    const target = usable(selector);
    target?.click();
    return target && named(target);
  }

  // What may happen, each with how often it does; each tells what it did.
  const happenings = {
    point: [8, () => {
      const box = place.getBoundingClientRect();
      const clientX = between(box.left - 5, box.right + 5);
      const clientY = between(box.top, box.bottom);
      const pointerId = pick(POINTERS);
      const type = pick([...POINTER, ...MOUSE]);
      const Kind = POINTER.includes(type) ? PointerEvent : MouseEvent;
      const owner = Kind === PointerEvent ? captured.get(pointerId) : null;
      const under = document.elementFromPoint(clientX, clientY);
      const target = owner ?? (place.contains(under) ? under : place);
      const pointerType = pick(["mouse", "touch", "pen"]);
      send(target, Kind, type, { clientX, clientY, pointerId, pointerType });
      if (/up|cancel/.test(type)) captured.delete(pointerId);
      return `${type} ${pointerId} at ${clientX.toFixed()}, ${clientY.toFixed()}`;
    }],
    wheel: [1, () => {
      const target = usable("*") ?? place;
      send(target, WheelEvent, "wheel", { deltaY: between(-200, 200) });
      return named(target);
    }],
    key: [4, () => {
      const { activeElement } = document;
      const target = place.contains(activeElement) ? activeElement : (usable(CONTROLS) ?? place);
      const [key, shiftKey, repeat] = [pick(KEYS), random() < 0.1, random() < 0.1];
      for (const type of ["keydown", "keyup"])
        send(target, KeyboardEvent, type, { key, shiftKey, repeat });
      return `${key} on ${named(target)}`;
    }],
    focus: [1, () => {
      const target = usable(CONTROLS);
      target?.focus({ preventScroll: true });
      return target && named(target);
    }],
    blur: [1, () => document.activeElement?.blur()],
    slide: [6, () => {
      const target = usable("input[type=range]");
      if (!target) return null;
      const [low, high] = [Number(target.min), Number(target.max)];
      return change(target, pick([low, high, between(low, high), between(low, high), "1e400", ""]));
    }],
    press: [3, () => click("button, summary")],
    tick: [3, () => click("input[type=radio], input[type=checkbox]")],
    choose: [2, () => {
      const target = usable("select");
      return target && change(target, pick([...target.options]).value);
    }],
    type: [1, () => {
      const target = usable("input[type=number], input[type=text], textarea");
      return target && change(target, pick(TEXTS));
    }],
    paste: [1, () => {
      const target = usable("*") ?? place;
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pick(TEXTS));
      send(target, ClipboardEvent, "paste", { clipboardData });
      return named(target);
    }],
    upload: [0.5, () => {
      const target = place.querySelector("input[type=file]");
      if (!target) return null;
      const chosen = new DataTransfer();
      if (random() < 0.8) chosen.items.add(new File([pick(TEXTS)], "weights.json"));
      target.files = chosen.files;
      send(target, Event, "change");
      return `${chosen.files.length} files`;
    }],
    theme: [0.5, () => {
      const { dataset } = document.documentElement;
      return (dataset.theme = dataset.theme === "dark" ? "light" : "dark");
    }],
    hide: [0.5, () => show(document.hidden)],
  };
  function show(visible) {
    const told = { hidden: !visible, visibilityState: visible ? "visible" : "hidden" };
    for (const [name, value] of Object.entries(told))
      Object.defineProperty(document, name, { configurable: true, value });
    send(document, Event, "visibilitychange");
    return told.visibilityState;
  }

  const kinds = Object.entries(happenings);
  const total = kinds.reduce((sum, [, [weight]]) => sum + weight, 0);
  function happen() {
    let left = between(0, total);
    const [kind, [, act]] = kinds.find(([, [weight]]) => (left -= weight) < 0);
    count += 1;
    recent.push(`${count} ${kind}`); // before it happens, for an error within
    const told = act();
    recent.push(`${recent.pop()} ${told ?? ""}`);
    recent.splice(0, recent.length - RECENT);
  }
  // The widget's own words for its state: what is synced, in Python's form.
  function line() {
    const all = [...place.querySelectorAll("button")];
    const copy = all.find(({ textContent }) => textContent === "Copy as Python");
    copy?.click();
    return copy && place.querySelector(".gru-code").textContent;
  }

  addEventListener("error", ({ message }) => errors.push(`event ${count}: ${message}`));
  addEventListener("unhandledrejection", ({ reason }) => errors.push(`event ${count}: ${reason}`));
  // Browsers let a page capture only the pointers of a real hand.
  const { setPointerCapture, hasPointerCapture } = Element.prototype;
  Element.prototype.setPointerCapture = function (id) {
    if (POINTERS.includes(id)) captured.set(id, this);
    else setPointerCapture.call(this, id);
  };
  Element.prototype.hasPointerCapture = function (id) {
    return POINTERS.includes(id) ? captured.get(id) === this : hasPointerCapture.call(this, id);
  };
  // A chooser of files would wait for a person. Sound needs no such care: it is made as ever.
  const stay = (event) => event.target.type === "file" && event.preventDefault();
  addEventListener("click", stay, { capture: true });

  return {
    async run(events) {
      const lines = new Set();
      for (let i = 0; i < events && !errors.length; i++) {
        happen();
        if (count % SLICE) continue;
        await nextFrame();
        lines.add(line());
      }
      await nextFrame();
      return { errors, recent, lines: [...lines].filter(Boolean) };
    },
    // Let go of everything and go back to the start.
    async calm() {
      captured.clear();
      show(true);
      document.documentElement.dataset.theme = "light";
      for (const button of place.querySelectorAll("button"))
        if (/^(Reset|Try again)$/.test(button.textContent)) button.click();
      document.activeElement?.blur();
      await nextFrame();
    },
  };
};
