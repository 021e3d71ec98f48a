// The flow of one cell, from input and old state on the left to the new state on the right. The
// height of a band is the number that passes: above its wire if positive, below if negative.
// Where two bands meet they add up tip to tail, so every sum can be seen. What goes into tanh may
// be of any size: its bands end at 1, and a cut across them says so.

import { element, number, put, shape, styledText } from "../shared/elements.js";
import { sigmoid } from "../equations/gru.js";

const [WIDTH, HEIGHT] = [1000, 232];
const UNIT = 26; // height of a band of 1
const [STATE, GATE, PAST, MIX, INPUT] = [36, 90, 92, 145, 198]; // the lanes, top to bottom
const [RESET, MEET, CANDIDATE, UPDATE, SUM] = [150, 335, 440, 600, 850]; // places along them

// Points are [place, lane, value]; between two of them a band bends like a road.
function road(points, raised) {
  let before;
  const pieces = points.map(([x, lane, value]) => {
    const y = lane - raised * value * UNIT;
    const bend = before && (x - before[0]) * 0.45;
    const start = before ? `C${before[0] + bend} ${before[1]} ${x - bend} ${y} ` : "";
    before = [x, y];
    return `${start}${x} ${y}`;
  });
  return pieces.join("");
}
const wire = (...points) => `M${road(points.map(([x, lane]) => [x, lane, 0]), 0)}`;
const band = (...points) => `M${road(points, 1)}L${road(points.reverse(), 0)}Z`;

// Two jaws around a lane leave open what the gate lets through.
function sluice(x, lane, gate) {
  const [far, near] = [UNIT + 1, gate * UNIT];
  return `M${x} ${lane - far}V${lane - near}M${x} ${lane + near}V${lane + far}`;
}

const STILL = [
  ["reset gru-feed", `M12 ${STATE}V133Q12 ${MIX} 30 ${MIX}H${RESET}M${RESET} ${INPUT}V${PAST}`],
  ["update gru-feed", `M562 ${STATE}V186Q562 ${INPUT} 544 ${INPUT}H${RESET}M562 ${GATE}h38`],
  ["update", `M${UPDATE} ${STATE}V${MIX}`],
  ["input", wire([0, INPUT], [RESET, INPUT], [MEET, MIX])],
  ["candidate", wire([CANDIDATE, MIX], [UPDATE, MIX], [SUM, STATE])],
  ["state", wire([0, STATE], [WIDTH, STATE])],
];

const MOVING = [
  ["state gru-band", (v) => band([0, STATE, v.h_prev], [UPDATE, STATE, v.h_prev])],
  ["state gru-band", (v) => band([12, STATE, 0], [RESET, PAST, v.past])],
  ["input gru-band", (v) => band([0, INPUT, v.x], [RESET, INPUT, v.x], [MEET, MIX, v.from_x])],
  ["candidate gru-band", (v) => band([MEET, MIX, v.tips], [CANDIDATE, MIX, v.n])],
  ["candidate gru-band", (v) => band([CANDIDATE, MIX, v.n], [UPDATE, MIX, v.n])],
  ["state gru-passed", (v) => band([RESET, PAST, v.gated], [MEET, v.mix, v.gated])],
  ["state gru-passed", (v) => band([UPDATE, STATE, v.kept], [SUM, v.sum, v.kept])],
  ["candidate gru-passed", (v) => band([UPDATE, MIX, v.taken], [SUM, STATE, v.taken])],
  ["state gru-passed", (v) => band([SUM, STATE, v.h], [WIDTH, STATE, v.h])],
  ["state", (v) => wire([12, STATE], [RESET, PAST], [MEET, v.mix])],
  ["reset gru-sluice", (v) => sluice(RESET, PAST, v.r)],
  ["update gru-sluice", (v) => sluice(UPDATE, STATE, v.z) + sluice(UPDATE, MIX, v.takes)],
  ["state gru-cut", (v) => v.cuts],
];

// Two strokes across a band, at a share of its way between two points.
function cut([x0, lane0, value0], [x1, lane1, value1], share) {
  const level = (a, b) => a + share * share * (3 - 2 * share) * (b - a);
  const x = x0 + share * (x1 - x0);
  const foot = level(lane0, lane1);
  const top = foot - level(value0, value1) * UNIT;
  const over = Math.sign(foot - top) * 4;
  return [x - 8, x + 4].map((at) => `M${at} ${foot + over}L${at + 10} ${top - over}`).join("");
}

// What is drawn of the values. `mix` and `sum` are the lanes of the tips to which the past and the
// kept state are added, `tips` is what has been added up there, before tanh squashes it.
function drawn(values) {
  const limit = (value) => Math.max(-1, Math.min(1, value));
  const [past, gated, from_x] = [values.past, values.gated, values.from_x].map(limit);
  const mix = MIX - from_x * UNIT;
  const cuts = [
    past !== values.past && cut([12, STATE, 0], [RESET, PAST, past], 0.8),
    gated !== values.gated && cut([RESET, PAST, gated], [MEET, mix, gated], 0.5),
    from_x !== values.from_x && cut([RESET, INPUT, values.x], [MEET, MIX, from_x], 0.6),
  ];
  return {
    ...values,
    past,
    gated,
    from_x,
    mix,
    tips: from_x + gated,
    sum: STATE - values.taken * UNIT,
    cuts: cuts.filter(Boolean).join(""),
  };
}

function drawing(frame) {
  const path = ([looks]) => shape("path", { class: `gru-line gru-ink-${looks}` });
  const [still, moving] = [STILL.map(path), MOVING.map(path)];
  STILL.forEach(([, d], i) => still[i].setAttribute("d", d));
  frame.onDraw((values) => {
    const shown = drawn(values);
    MOVING.forEach(([, d], i) => put(moving[i], "d", d(shown)));
  });
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" };
  return shape("svg", { ...box, "aria-hidden": "true" }, [...still, ...moving]);
}

function placed(node, x, y) {
  node.style.left = `${(x / WIDTH) * 100}%`;
  node.style.top = `${(y / HEIGHT) * 100}%`;
  return node;
}

const past = ({ b_hn }) => (b_hn ? "*r (w h + b)* =" : "*r · w h* =");
const input = ({ b_in }) => (b_in ? "*w x + b* =" : "*w x* =");
const NOTES = [
  ["state", "above-right", RESET + 8, PAST - 19, past, "gated"],
  ["input", "below-right", RESET, INPUT - 4, input, "from_x"],
  ["state", "below-right", UPDATE + 10, STATE - 4, "kept", "kept"],
  ["candidate", "right", 735, 118, "taken", "taken"],
  ["update", "below-right", UPDATE - 10, MIX + 23, "1 − *z*", "takes"],
];

function note(frame, [kind, side, x, y, text, name]) {
  const looks = { class: `gru-note gru-ink-${kind}`, "data-side": side };
  const node = element("span", looks);
  const value = number(frame, name, 2);
  let shown;
  frame.onDraw((values) => {
    const now = typeof text === "function" ? text(values) : text;
    if (now !== shown) node.replaceChildren(...styledText((shown = now)), " ", value);
  });
  return placed(node, x, y);
}

// What a stage draws in its tile, 56 wide and 24 high: a curve, and the place of its dot.
const across = (share) => 4 + 48 * Math.max(0, Math.min(1, share));
const up = (share) => 22 - 20 * share;
const points = Array.from({ length: 25 }, (_, i) => `${across(i / 24)} ${up(sigmoid(i / 2 - 6))}`);
const CURVE = `M${points.join("L")}`; // of a sigmoid from -6 to 6, and of tanh from -3 to 3
const gate = (a, value, by) =>
  by === "me" ? [`M4 ${up(value)}H52`, 0.5, value] : [CURVE, 0.5 + a / 12, value];
const middle = (value) => (1 + value) / 2;

// The second part of a name is left out where there is no room.
const STAGES = {
  reset: ["reset", " gate", "r", RESET, MIX, (v) => gate(v.a_r, v.r, v.r_set_by)],
  update: ["update", " gate", "z", UPDATE, GATE, (v) => gate(v.a_z, v.z, v.z_set_by)],
  candidate: ["candidate", "", "n", CANDIDATE, MIX, (v) => [CURVE, 0.5 + v.a_n / 6, middle(v.n)]],
  state: ["new state", "", "h", WIDTH, STATE, (v) => {
    const lever = `M4 ${up(middle(v.n))}L52 ${up(middle(v.h_prev))}`;
    return [lever, v.z, middle(v.h)];
  }],
};

const HELD = ["held", " by you"];
const two = ([first, rest]) => (rest ? [first, element("span", {}, rest)] : [first]);

// A stage is a radio in the picture: its name, its curve with the moving dot, its number.
function tile(frame, kind, group) {
  const [title, rest, name, x, y, look] = STAGES[kind];
  const input = element("input", { type: "radio", name: group, value: kind });
  const words = element("span", { class: "gru-title" });
  let wasHeld;
  const line = shape("path", { class: "gru-line gru-thin" });
  const dot = shape("circle", { r: 4 });
  input.addEventListener("change", () => frame.set({ stage: kind }));
  frame.onDraw((values) => {
    const [d, right, share] = look(values);
    const held = values[`${name}_set_by`] === "me";
    if (held !== wasHeld) words.replaceChildren(...two(held ? HELD : [title, rest]));
    wasHeld = held;
    input.checked = values.stage === kind;
    put(line, "d", d);
    put(dot, "cx", String(across(right)));
    put(dot, "cy", String(up(share)));
  });
  const parts = [
    input,
    words,
    shape("svg", { viewBox: "0 -4 56 32", "aria-hidden": "true" }, [line, dot]),
    element("span", {}, [...styledText(`*${name}*`), " ", number(frame, name, 2)]),
  ];
  return placed(element("label", { class: `gru-tile gru-ink-${kind}` }, parts), x, y);
}

const KEY =
  "*Choose a box to see its weights.* Height: the number, below the wire if negative, " +
  "cut // above 1.";

export function flow(frame) {
  const group = `gru-stage-${Math.random().toString(36).slice(2)}`; // two on a page stay apart
  const area = element("div", { class: "gru-area" }, [
    drawing(frame),
    ...NOTES.map((each) => note(frame, each)),
    ...Object.keys(STAGES).map((kind) => tile(frame, kind, group)),
  ]);
  // For the stylesheet: the wires to the chosen gate stand out, those to a held gate recede.
  frame.onDraw(({ stage, r_set_by, z_set_by }) =>
    Object.assign(area.dataset, { stage, r: r_set_by, z: z_set_by }),
  );
  const legend = element("legend", { class: "gru-voice" }, "Stages of the cell");
  const key = element("p", { class: "gru-key" }, styledText(KEY));
  return element("fieldset", { class: "gru-flow" }, [legend, area, key]);
}
