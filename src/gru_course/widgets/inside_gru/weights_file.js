// A reader's own weights, as `export_for_page` writes them. Nothing in the file is believed.

import { element } from "../shared/elements.js";

const LARGEST_FILE = 5e6; // bytes
const LARGEST = 128; // units, and steps
const WRITTEN_BY = "A file that export_for_page(model, path) wrote.";
const SIZES = { sine: 1, chorale: 88 };

const isNumber = (value) => typeof value === "number" && Math.abs(value) <= 1000; // no NaN either
const isCount = (value, low, high) => Number.isInteger(value) && value >= low && value <= high;
const fits = (value, [length, ...rest]) =>
  Array.isArray(value) &&
  value.length === length &&
  value.every((one) => (rest.length ? fits(one, rest) : isNumber(one)));

// The document in a file's text, which must be of the same format as `own`. Throws an error whose
// message is one sentence for the reader.
function parse(text, own) {
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("This file is no JSON.");
  }
  if (found?.format !== own.format) {
    throw new Error("This file holds no weights that export_for_page wrote.");
  }
  if (found.version !== own.version) {
    throw new Error(`The file's version must be ${own.version}: export the model again.`);
  }
  const { task, hidden_size: units, weights, head, sequence } = found;
  if (!Object.keys(SIZES).includes(task)) throw new Error("Its task must be sine or chorale.");
  if (!isCount(units, 1, LARGEST)) {
    throw new Error(`Its hidden_size must be a whole number from 1 to ${LARGEST}.`);
  }
  const [inputs, rows] = [SIZES[task], 3 * units];
  for (const [name, value, shape] of [
    ["weight_ih", weights?.weight_ih, [rows, inputs]],
    ["weight_hh", weights?.weight_hh, [rows, units]],
    ["bias_ih", weights?.bias_ih, [rows]],
    ["bias_hh", weights?.bias_hh, [rows]],
    ["head.weight", head?.weight, [inputs, units]],
    ["head.bias", head?.bias, [inputs]],
  ]) {
    if (fits(value, shape)) continue;
    throw new Error(`Its ${name} must be ${shape.join(" × ")} numbers from −1000 to 1000.`);
  }
  const isChord = (keys) => Array.isArray(keys) && keys.every((key) => isCount(key, 0, inputs - 1));
  const isStep = task === "sine" ? isNumber : isChord;
  const isSequence = Array.isArray(sequence) && isCount(sequence.length, 2, LARGEST);
  if (!isSequence || !sequence.every(isStep)) {
    const steps = task === "sine" ? "numbers from −1000 to 1000" : "lists of keys from 0 to 87";
    throw new Error(`Its sequence must be 2 to ${LARGEST} ${steps}.`);
  }
  return found;
}

// The reader's own weights: `use` gets the document once it has been found sound.
export function weightsOpener(frame, use) {
  const input = element("input", { type: "file", accept: ".json,application/json" });
  const message = element("span", { class: "gru-message" }, WRITTEN_BY);
  const tell = (text) => {
    message.textContent = text;
    frame.say(text, "file");
  };
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      if (file.size > LARGEST_FILE) throw new Error("This file is larger than 5 MB.");
      const found = parse(await file.text(), frame.data.model);
      use(found);
      tell(`${found.hidden_size} units from ${file.name}.`);
    } catch (error) {
      tell(`${error.message} Nothing was changed.`);
    }
    input.value = ""; // so that the same file can be chosen again
  });
  frame.onReset(() => (message.textContent = WRITTEN_BY));
  return element("div", { class: "gru-opener" }, [
    element("label", { class: "gru-button" }, ["Open weights…", input]),
    message,
  ]);
}
