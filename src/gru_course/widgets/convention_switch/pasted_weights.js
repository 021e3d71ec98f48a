// Gates or weights that a reader pastes in one form, checked and written in another. What is
// pasted is read as JSON and shown as text, nothing else.

import { replacing } from "../equations/conventions.js";
import { button } from "../shared/controls.js";
import { element } from "../shared/elements.js";
import { FORMS, NAMES, written } from "./source_forms.js";

const LONGEST = 20000; // characters

// The lengths of nested lists of finite numbers; null for anything else, also for lists in lists in
// lists: no weight is one.
function shapeOf(value, depth = 0) {
  if (typeof value === "number") return Number.isFinite(value) ? [] : null;
  if (!Array.isArray(value) || !value.length || depth === 2) return null;
  const inner = value.map((one) => shapeOf(one, depth + 1));
  const even = inner.every((one) => one && String(one) === String(inner[0]));
  return even ? [value.length, ...inner[0]] : null;
}

const isGate = (value) => typeof value === "number" && value >= 0 && value <= 1;
// JSON writes what is too large, such as 1e999, as null, which nobody has written.
const brief = (value) => {
  const text = JSON.stringify(value).replace(/\bnull\b/g, "no number");
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
const sized = (shape) =>
  shape ? shape.join(" × ") || "one number" : "other than equal rows of finite numbers";

// What the text says: { z } in PyTorch's meaning, or { weights } in PyTorch's form. Throws an Error
// whose message names the argument, the rule and the value.
function parsed(text, key) {
  const form = FORMS[key];
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error(`The text must be JSON such as {"z": 0.9}, got ${brief(text)}.`);
  }
  if (typeof given !== "object" || !given || Array.isArray(given)) {
    throw new Error(`The JSON must be an object with names, got ${brief(given)}.`);
  }
  if ("z" in given && Object.keys(given).length === 1) {
    const z = [given.z].flat();
    if (!z.length || !z.every(isGate)) {
      throw new Error(`z must be a number from 0 to 1 or a list of them, got ${brief(given.z)}.`);
    }
    return { z: form.keeps ? z : turned(z) };
  }
  const shapes = form.shapes(...form.sizes(given).map((size) => size || 1));
  const [names, got] = [Object.keys(shapes).sort(), Object.keys(given).sort()];
  if (String(names) !== String(got)) {
    const wanted = `z, or for ${form.name} ${names.join(", ")}`;
    throw new Error(`The names must be ${wanted}, got ${brief(got)}.`);
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const found = shapeOf(given[name]);
    if (String(found) !== String(shape)) {
      const rule = `${sized(shape)} numbers beside the others`;
      throw new Error(`${name} must be ${rule}, got ${sized(found)}.`);
    }
  }
  return { weights: form.from(given), resetAfter: form.resetAfter };
}

// 1 - 0.9 is 0.09999999999999998 in binary: the last digit of sixteen is nobody's.
const turned = (z) => replacing(z).map((gate) => Number(gate.toPrecision(15)));

// The same in the letters of a form. Throws an Error where the form cannot say it.
function rewritten({ z, weights, resetAfter }, { name, keeps, resetAfter: after, to }) {
  if (z) return `z = ${JSON.stringify(keeps ? z : turned(z))}`;
  if (after !== resetAfter) {
    const H = weights.weight_hh[0].length;
    const rows = weights.weight_hh.slice(2 * H);
    const mixing = rows.flatMap((row, i) => row.filter((weight, j) => j !== i && weight));
    const b_hn = weights.bias_hh.slice(2 * H).filter(Boolean);
    if (mixing.length) {
      throw new Error(
        `The candidate's matrix of h must be diagonal for ${name}, where r acts elsewhere, ` +
          `got ${mixing[0]} beside the diagonal.`,
      );
    }
    if (b_hn.length) {
      throw new Error(
        `b_hn must be 0 for ${name}, where r acts before the product, got ${b_hn[0]}.`,
      );
    }
  }
  return written(to(weights));
}

export function pasted(frame) {
  const text = element("textarea", {
    rows: 2,
    maxlength: LONGEST,
    spellcheck: "false",
    placeholder: '{"z": [0.9, 0.2]}',
    "aria-label": "Gates or weights as JSON",
  });
  const sources = Object.entries(NAMES).map(([value, name]) => element("option", { value }, name));
  const source = element("select", {}, sources);
  const reply = element("p", { class: "gru-pasted-reply" });
  const result = element("pre", {}, "");
  let kept = null;

  const tell = (sentence) => frame.say((reply.textContent = sentence), "paste");
  function show(form) {
    result.textContent = rewritten(kept, form);
    tell(`In the form of ${form.name}:`);
  }
  const convert = button("Convert", () => {
    try {
      const read = parsed(text.value, source.value);
      rewritten(read, FORMS[frame.state().form]);
      kept = read;
      show(FORMS[frame.state().form]);
    } catch (error) {
      tell(error.message);
    }
  });
  let shown;
  frame.onReset(() => {
    kept = null;
    text.value = reply.textContent = result.textContent = "";
    source.value = "pytorch";
  });
  frame.onDraw(({ form }) => {
    if (form === shown) return;
    shown = form;
    convert.textContent = `Convert to ${NAMES[form]}`;
    if (!kept) return;
    try {
      show(FORMS[form]);
    } catch (error) {
      result.textContent = "";
      tell(error.message);
    }
  });
  return element("details", { class: "gru-pasted" }, [
    element("summary", {}, "Convert gates or weights of your own"),
    element("p", {}, 'Paste {"z": …}, or an object with all the names that stand above, any size.'),
    text,
    element("p", { class: "gru-menu" }, [element("label", {}, ["written in ", source]), convert]),
    reply,
    result,
  ]);
}
