// What a page measures of itself. All times are in milliseconds.

window.costs = {
  // A redraw waits for the screen's next frame. Nobody's time is lost by that, so it shall not
  // count: frames are held back here and run when we say so, and style and layout at once after.
  holdFrames() {
    let held = [];
    window.requestAnimationFrame = (draw) => held.push(draw);
    window.cancelAnimationFrame = (id) => delete held[id - 1];
    return () => {
      const due = held;
      held = [];
      for (const draw of due) draw?.(performance.now());
    };
  },

  // One time for each of `count` events that move the widget's sliders in turn to places that a
  // seed decides: the event, its redraw, style and layout. Before each, `pause` is awaited.
  async slide(widget, count, pause) {
    const runFrame = costs.holdFrames();
    const ready = (input) => !input.disabled && input.checkVisibility();
    const share = costs.shares(7);
    const times = [];
    for (let i = 0; i < count; i++) {
      const inputs = [...widget.querySelectorAll("input[type=range]")].filter(ready);
      const input = inputs[i % inputs.length];
      const value = Number(input.min) + share() * (input.max - input.min);
      await pause(i);
      runFrame(); // what something else had asked for
      costs.layOut();
      const start = performance.now();
      input.valueAsNumber = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      runFrame();
      costs.layOut();
      times.push(performance.now() - start);
    }
    return times;
  },

  // Reading a height makes the browser finish style and layout of the whole page.
  layOut: () => document.body.getBoundingClientRect().height,

  // Events one after the other; every twentieth time the browser may do what else there is.
  backToBack: (i) => i % 20 || new Promise((done) => setTimeout(done)),

  // One event a frame, as from a hand: between two of them the processor does other things.
  atHandSpeed: (() => {
    const frame = window.requestAnimationFrame.bind(window);
    return () => new Promise((done) => frame(() => setTimeout(done)));
  })(),

  shares(seed) {
    let state = seed;
    return () => (state = (state * 48271) % 2147483647) / 2147483647;
  },

  // One time for each of `count` mounts of a module: its code, style and layout. The first finds
  // nothing prepared.
  async mount(url, state, count) {
    const { render } = (await import(url)).default;
    const main = document.querySelector("main");
    const times = [];
    for (let i = 0; i < count; i++) {
      const values = structuredClone(state);
      const model = { get: (name) => values[name], set() {}, save_changes() {}, on() {}, off() {} };
      const el = main.appendChild(document.createElement("div"));
      await new Promise((done) => setTimeout(done));
      costs.layOut();
      const start = performance.now();
      const end = render({ model, el });
      costs.layOut();
      times.push(performance.now() - start);
      end();
      el.remove();
    }
    return times;
  },

  // One time for each of `count` drawings of a heat map of random numbers.
  async heat(url, rows, columns, count) {
    const { heatmap } = await import(url);
    const endings = [];
    const { node, draw } = heatmap({ onEnd: (end) => endings.push(end) }, { label: "", kind: "state" });
    document.querySelector("main").append(node);
    const share = costs.shares(7);
    const times = [];
    for (let i = 0; i < count; i++) {
      const values = Float64Array.from({ length: rows * columns }, () => 2 * share() - 1);
      const start = performance.now();
      draw(values, rows, columns);
      times.push(performance.now() - start);
    }
    for (const end of endings) end();
    node.remove();
    return times;
  },

  // One time for each of `count` surveys of three layers and their gradients, by GradientRoad's own
  // module: what stands behind its heat map.
  async survey(url, hidden_size, steps, count) {
    const { surveyor } = await import(url);
    const survey = surveyor();
    const times = [];
    for (let i = 0; i < count; i++) {
      const state = { layers: "drawn", hidden_size, steps, gain: 1, b_f: 0, seed: 0, step: 1, b_z: i };
      const start = performance.now();
      survey(state);
      times.push(performance.now() - start);
    }
    return times;
  },

  // Press "Train" and watch for some seconds: the times between two screen frames, when the error
  // was first below a hundredth, and the pace that the widget told at the end.
  async train(widget, seconds) {
    const train = [...widget.querySelectorAll("button")].find((it) => it.textContent === "▶ Train");
    const error = widget.querySelector('[data-name="loss"]');
    const frames = [];
    const start = performance.now();
    let [last, reached] = [start, null];
    train.click();
    while (last - start < 1000 * seconds) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - last);
      last = now;
      if (Number(error.dataset.value) < 0.01) reached ??= now - start;
    }
    const pace = widget.querySelector(".gru-pace").textContent;
    return { frames, reached, perSecond: Number(pace.replace(/\D/g, "")) };
  },

  firstWidget: null, // when it stood in the page, once it does
  ready: null, // when the page and its fonts were loaded and its formulas set, once they are
  shift: 0, // of the layout, without the reader's doing
  longestWait: 0, // from an event of the reader's hand to the picture that answers it
  longTasks: [], // {startTime, duration}
  // Total blocking time by web.dev's measure: from the first picture of contents on, which the
  // browser may tell later than the task after it.
  get blocked() {
    const [picture] = performance.getEntriesByName("first-contentful-paint");
    if (!picture) return 0;
    const seen = ({ startTime, duration }) =>
      Math.min(duration, startTime + duration - picture.startTime);
    return costs.longTasks.reduce((sum, task) => sum + Math.max(0, seen(task) - 50), 0);
  },
  longScripts: [], // [milliseconds, file] of scripts in frames that came late
};

new MutationObserver((_, observer) => {
  if (!document.querySelector(".gru:not(.gru-picture > *) > *")) return;
  costs.firstWidget = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });

new PerformanceObserver((list) => {
  costs.longTasks.push(...list.getEntries());
}).observe({ type: "longtask", buffered: true });

new PerformanceObserver((list) => {
  for (const { scripts } of list.getEntries()) {
    for (const { duration, sourceURL } of scripts) {
      costs.longScripts.push([duration, sourceURL.split("/").at(-1)]);
    }
  }
}).observe({ type: "long-animation-frame", buffered: true });

new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) costs.shift += value;
}).observe({ type: "layout-shift", buffered: true });

new PerformanceObserver((list) => {
  const waits = list.getEntries().filter((entry) => entry.interactionId);
  costs.longestWait = Math.max(costs.longestWait, ...waits.map(({ duration }) => duration));
}).observe({ type: "event", durationThreshold: 16, buffered: true });

addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  await document.fonts.ready;
  costs.ready = performance.now();
});
