// Predict first: the answer is locked, then its reasons are shown.

import { button } from "../shared/controls.js";
import { element, styledText } from "../shared/elements.js";
import { fill, widget } from "../shared/frame.js";

const ROUNDING = 1e-9; // of binary fractions: .69 is within .01 of .68

// Inputs for options that exclude each other, or, with several, do not.
function optionInputs(frame, { kind, options }) {
  // Radios belong together by name, and JupyterLab loads this module once for each widget.
  const name = `gru-options-${Math.random().toString(36).slice(2)}`;
  const type = kind === "one" ? "radio" : "checkbox";
  const rows = options.map(([text, , right]) => {
    const input = element("input", { type, name });
    const verdict = element("span", { class: "gru-verdict" });
    const label = element("label", {}, [input, element("span", {}, styledText(text)), verdict]);
    input.addEventListener("change", () => frame.set({ answer: chosen() }));
    return { text, right, input, verdict, label };
  });
  function chosen() {
    const texts = rows.filter(({ input }) => input.checked).map(({ text }) => text);
    return kind === "one" || texts.length === 0 ? (texts[0] ?? null) : texts;
  }
  frame.onDraw(({ answer, locked }) => {
    for (const { text, right, input, verdict, label } of rows) {
      input.checked = [answer].flat().includes(text);
      const yours = input.checked ? "your answer" : "";
      const words = right ? ["✓ right", yours].filter(Boolean).join(", ") : yours && `✗ ${yours}`;
      verdict.textContent = locked ? words : "";
      label.dataset.right = locked ? right : "";
    }
  });
  return rows.map(({ label }) => label);
}

function numberInput(frame, { number, lock }) {
  const input = element("input", { type: "number", step: "any", class: "gru-entry" });
  input.addEventListener("input", () => {
    frame.set({ answer: Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null });
  });
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter" && Number.isFinite(input.valueAsNumber)) lock();
  });
  frame.onDraw(({ answer }) => {
    // What is being typed, such as "0.", stays as it is typed.
    if (!Object.is(input.valueAsNumber, answer ?? NaN)) input.value = answer ?? "";
  });
  return [element("label", {}, ["Your answer ", input, ` ${number.unit}`])];
}

// What there is to say about an answer: lists of [is it right, whose it is, answer, reason].
function replies({ kind, options, number }, answer) {
  if (kind === "number") return numberReplies(number, answer);
  const given = [answer].flat();
  return options
    .filter(([text, , right]) => right || given.includes(text))
    .map(([text, why, right]) => [right, given.includes(text) ? "Your answer" : "Right", text, why])
    .sort(([, first], [, second]) => (first === second ? 0 : first === "Your answer" ? -1 : 1));
}

function numberReplies({ value, why, tolerance, unit, misses }, answer) {
  const shown = (amount) => `${amount} ${unit}`.replace("-", "−").trim();
  const near = (amount) => Math.abs(answer - amount) <= tolerance + ROUNDING;
  const range = tolerance > 0 ? `${shown(value)}, give or take ${tolerance}` : shown(value);
  if (answer === null) return [[true, "Right", range, why]];
  if (near(value)) return [[true, "Your answer", shown(answer), why]];
  const [, reason] = misses.find(([miss]) => near(miss)) ?? [];
  return [
    [false, "Your answer", shown(answer), reason ?? "This is another number."],
    [true, "Right", range, why],
  ];
}

function paragraph([right, whose, answer, why]) {
  const mark = right ? "✓" : "✗";
  const first = `${mark} ${whose}${right && whose !== "Right" ? " is right" : ""}: `;
  return element("p", { class: "gru-reply", "data-right": right }, [
    element("strong", {}, [first, ...styledText(answer)]),
    " ",
    ...styledText(why),
  ]);
}

// Whether what a browser kept is an answer to this question.
function answers({ kind, options }, answer) {
  if (kind === "number") return Number.isFinite(answer);
  const known = (text) => options.some(([option]) => option === text);
  if (kind === "one") return known(answer);
  return Array.isArray(answer) && answer.length > 0 && answer.every(known);
}

// Whether nothing is wrong with an answer, and nothing is missing.
function isRight(content, answer) {
  const given = replies(content, answer).filter(([, whose]) => whose === "Your answer");
  const wanted = content.kind === "several" ? content.options.filter(([, , right]) => right) : [0];
  return given.every(([right]) => right) && given.length === wanted.length;
}

function build(frame) {
  const { content } = frame;
  const name = `predict ${content.question}`;
  const before = frame.kept.get(name)?.answer;
  if (answers(content, before)) frame.set({ answer: before, locked: true });
  const lock = () => {
    frame.set({ locked: true });
    const { answer } = frame.state();
    frame.kept.set(name, { answer, right: isRight(content, answer) });
  };
  frame.onReset(() => frame.kept.set(name, undefined));
  const inputs =
    content.kind === "number"
      ? numberInput(frame, { ...content, lock })
      : optionInputs(frame, content);
  const asked = element("fieldset", { class: "gru-choice" }, [
    element("legend", {}, styledText(content.question)),
    ...inputs,
  ]);
  const locking = button("Lock my answer", lock);
  const again = button("Try again", () => frame.reset(frame.defaults));
  const hint = element("span", { class: "gru-status" });
  const reasons = element("div", { class: "gru-reasons", "aria-live": "polite" });

  let shown = "";
  frame.onDraw(({ answer, locked }) => {
    // The keyboard's place moves with the button that was pressed.
    const [leaving, entering] = locked ? [locking, again] : [again, asked.querySelector("input")];
    const follows = leaving.matches(":focus");
    asked.disabled = locked;
    locking.disabled = locked || answer === null;
    locking.textContent = locked ? "Locked" : "Lock my answer";
    hint.textContent = locked ? "" : "The reasons appear after that.";
    again.hidden = !locked;
    if (follows) entering.focus({ preventScroll: true });

    const showing = locked ? JSON.stringify([answer]) : "";
    if (showing === shown) return;
    shown = showing;
    reasons.replaceChildren(...(locked ? replies(content, answer).map(paragraph) : []));
  });
  fill(frame, "Predict first", [
    asked,
    element("p", { class: "gru-locking" }, [locking, hint]),
    reasons,
    again,
  ]);
}

export default widget({ build });
