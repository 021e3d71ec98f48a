// What a layer of each cell costs in parameters, with the same units or for the same price.

import { choice, slider } from "../shared/controls.js";
import { element, number } from "../shared/elements.js";

const BLOCKS = { rnn: 1, gru: 3, lstm: 4 }; // matrices of each sort, and pairs of biases
const NAMES = { rnn: "RNN", gru: "GRU", lstm: "LSTM" };

const price = (cell, I, H) => BLOCKS[cell] * H * (I + H + 2);

// The hidden size whose layer costs nearest to the budget.
function nearest(cell, I, budget) {
  const half = (I + 2) / 2;
  const below = Math.floor(Math.sqrt(half * half + budget / BLOCKS[cell]) - half);
  const miss = (H) => Math.abs(price(cell, I, H) - budget);
  return miss(below + 1) < miss(below) ? below + 1 : below;
}

// Hidden size and parameters of each cell, by names such as lstm_units and lstm_parameters.
export function layers({ input_size: I, hidden_size: H, match }) {
  const budget = price("gru", I, H);
  const pairs = Object.keys(BLOCKS).flatMap((cell) => {
    const units = match === "units" ? H : nearest(cell, I, budget);
    return [[`${cell}_units`, units], [`${cell}_parameters`, price(cell, I, units)]];
  });
  return Object.fromEntries(pairs);
}

// The table of all three, with its controls.
export function prices(frame) {
  const size = (name, label) => slider(frame, name, { label, kind: "state", digits: 0 });
  const row = (cells) => element("tr", {}, cells);
  const head = ["layer", "units H", "k H (I + H + 2) parameters"];
  const rows = Object.keys(BLOCKS).map((cell) =>
    row([
      element("th", { scope: "row" }, `${NAMES[cell]}, k = ${BLOCKS[cell]}`),
      element("td", {}, number(frame, `${cell}_units`, 0)),
      element("td", {}, number(frame, `${cell}_parameters`, 0)),
    ]),
  );
  return element("div", { class: "gru-prices" }, [
    element("strong", {}, "What a layer of each costs"),
    element("div", {}, [
      choice(frame, "match", {
        legend: "Which layers are compared?",
        options: { units: "as many units", parameters: "as many parameters" },
      }),
      size("input_size", "inputs I"),
      size("hidden_size", "units H of the GRU"),
    ]),
    element("table", {}, [
      element("thead", {}, row(head.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, rows),
    ]),
  ]);
}
