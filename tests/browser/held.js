// Runs before a page's own code and watches what the page takes and must give back by itself:
// `held()` counts what is held now, by kind. All else goes with the nodes that it belongs to.

{
  const kept = {};
  const of = (kind) => (kept[kind] ??= new Set());
  globalThis.held = () =>
    Object.fromEntries(Object.entries(kept).map(([kind, things]) => [kind, things.size]));

  // A function that takes and the one that gives back what it returned. What `ends` is given back
  // once it has run.
  function paired(kind, owner, taking, giving, { ends = false } = {}) {
    const { [taking]: take, [giving]: give } = owner;
    owner[taking] = (given, ...rest) => {
      const ending = (...details) => {
        of(kind).delete(ticket);
        return given(...details);
      };
      const ticket = take.call(owner, ends ? ending : given, ...rest);
      of(kind).add(ticket);
      return ticket;
    };
    owner[giving] = (ticket) => {
      of(kind).delete(ticket);
      give.call(owner, ticket);
    };
  }
  const once = { ends: true };
  paired("animation frames", window, "requestAnimationFrame", "cancelAnimationFrame", once);
  paired("timeouts", window, "setTimeout", "clearTimeout", once);
  paired("intervals", window, "setInterval", "clearInterval");
  paired("object URLs", URL, "createObjectURL", "revokeObjectURL");

  // Things that work on until they are told to stop: from when they are made, or from `begins` on.
  for (const [name, ends, begins] of [
    ["Worker", "terminate"],
    ["AudioContext", "close"],
    ["MutationObserver", "disconnect", "observe"],
    ["ResizeObserver", "disconnect", "observe"],
    ["IntersectionObserver", "disconnect", "observe"],
  ]) {
    const Watched = class extends window[name] {
      constructor(...given) {
        super(...given);
        if (!begins) of(name).add(this);
      }
    };
    for (const [method, change] of [[ends, "delete"], [begins, "add"]]) {
      if (!method) continue;
      const native = window[name].prototype[method];
      Watched.prototype[method] = function (...given) {
        of(name)[change](this);
        return native.apply(this, given);
      };
    }
    window[name] = Watched;
  }

  // Listeners on what outlives a widget.
  const lasts = (target) =>
    target === window || target === document || target === visualViewport ||
    target instanceof MediaQueryList ||
    [document.documentElement, document.head, document.body].includes(target);
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const tickets = new WeakMap(); // for each callback, those of its listeners
  function ticketOf(target, type, callback, options) {
    const capture = typeof options === "boolean" ? options : !!options?.capture;
    if (!tickets.has(callback)) tickets.set(callback, []);
    const own = tickets.get(callback);
    const same = (one) => one.target === target && one.type === type && one.capture === capture;
    if (!own.some(same)) own.push({ target, type, capture });
    return own.find(same);
  }
  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const target = this ?? window;
    add.call(target, type, callback, options);
    if (!callback || !lasts(target) || options?.signal?.aborted) return;
    const ticket = ticketOf(target, type, callback, options);
    of("listeners").add(ticket);
    const end = () => of("listeners").delete(ticket);
    if (options?.signal) add.call(options.signal, "abort", end);
    if (options?.once) add.call(target, type, end, options);
  };
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    const target = this ?? window;
    remove.call(target, type, callback, options);
    if (!callback || !lasts(target)) return;
    of("listeners").delete(ticketOf(target, type, callback, options));
  };
}
