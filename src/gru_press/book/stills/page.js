// As much of a browser's page as the widgets ask for: a tree of elements that nobody looks at yet.
// Nothing moves in it, so listeners, observers, timers and workers are never heard of.

const nothing = () => {};
const still = { addEventListener: nothing, removeEventListener: nothing };
const HTML = "http://www.w3.org/1999/xhtml";
const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
// Properties that are attributes too.
const FLAGS = ["hidden", "disabled", "checked", "inert"];
const TEXTS = { ariaHidden: "aria-hidden", id: "id" };

class Text {
  constructor(data) {
    this.data = String(data);
  }
  get textContent() {
    return this.data;
  }
}

class Element {
  constructor(tag, space = HTML) {
    Object.assign(this, still, { tag, space, attributes: new Map(), childNodes: [], value: "" });
    const part = (prefix) =>
      new Proxy({}, {
        get: (_, name) => this.getAttribute(prefix + dashed(name)) ?? undefined,
        set: (_, name, value) => (this.setAttribute(prefix + dashed(name), value), true),
        deleteProperty: (_, name) => this.attributes.delete(prefix + dashed(name)) || true,
      });
    this.dataset = part("data-");
    this.styles = new Map();
    this.style = new Proxy({ setProperty: (name, value) => this.styles.set(name, String(value)) }, {
      set: (_, name, value) => (this.styles.set(dashed(name), String(value)), true),
    });
    const classes = (change) => (...names) => {
      const own = new Set(this.classes);
      for (const name of names) own[change](name);
      this.setAttribute("class", [...own].join(" "));
    };
    const [add, remove] = [classes("add"), classes("delete")];
    const contains = (name) => this.classes.includes(name);
    const toggle = (name, wanted = !contains(name)) => (wanted ? add : remove)(name);
    this.classList = { add, remove, contains, toggle };
  }
  get classes() {
    return (this.getAttribute("class") ?? "").split(" ").filter(Boolean);
  }
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
    if (name === "value") this.value = String(value);
  }
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }
  get valueAsNumber() {
    return this.value === "" ? NaN : Number(this.value);
  }
  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(text);
  }
  append(...nodes) {
    this.place(this.childNodes.length, nodes);
  }
  prepend(...nodes) {
    this.place(0, nodes);
  }
  before(...nodes) {
    this.parent.place(this.parent.childNodes.indexOf(this), nodes);
  }
  replaceChildren(...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }
  place(at, nodes) {
    const added = nodes.map((node) => (node instanceof Object ? node : new Text(node)));
    for (const node of added) {
      node.parent?.childNodes.splice(node.parent.childNodes.indexOf(node), 1);
      node.parent = this;
    }
    this.childNodes.splice(at, 0, ...added);
  }
  // Selectors are a tag, a class or all.
  matches(selector) {
    if (selector === "*") return true;
    return selector[0] === "." ? this.classes.includes(selector.slice(1)) : this.tag === selector;
  }
  querySelectorAll(selector) {
    const inside = this.childNodes.filter((node) => node instanceof Element);
    return inside.flatMap((node) => [
      ...(node.matches(selector) ? [node] : []),
      ...node.querySelectorAll(selector),
    ]);
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
  getContext() {
    return new Drawing(this);
  }
}
for (const name of FLAGS) {
  Object.defineProperty(Element.prototype, name, {
    get() {
      return this.attributes.has(name);
    },
    set(wanted) {
      if (wanted) this.setAttribute(name, "");
      else this.attributes.delete(name);
    },
  });
}
for (const [name, attribute] of Object.entries(TEXTS)) {
  Object.defineProperty(Element.prototype, name, {
    set(text) {
      this.setAttribute(attribute, text);
    },
  });
}

// What is drawn on a canvas cell by cell. An ink is a name, since colours depend on the theme; its
// place among the inks stands where a colour would.
class Drawing {
  constructor(canvas) {
    this.canvas = canvas;
    this.inks = [];
  }
  fillRect() {
    this.inks.push(this.fillStyle);
  }
  getImageData() {
    return { data: [this.inks.length - 1, 0, 0] };
  }
  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }
  putImageData(image) {
    this.canvas.drawn = { ...image, inks: this.inks };
  }
}

const Silent = class {
  observe() {}
  disconnect() {}
};
Object.assign(globalThis, {
  window: globalThis,
  navigator: {},
  document: {
    ...still,
    createElement: (tag) => new Element(tag),
    createElementNS: (space, tag) => new Element(tag, space),
    createTextNode: (text) => new Text(text),
  },
  MutationObserver: Silent,
  requestAnimationFrame: () => 1,
  cancelAnimationFrame: nothing,
  setTimeout: nothing,
  clearTimeout: nothing,
  getComputedStyle: (node) => ({
    getPropertyValue: () => node.classes.find((name) => name.startsWith("gru-ink-")),
  }),
});
