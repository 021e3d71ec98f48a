// The page's first updates beside torch's, which Python made when it displayed the widget.

import { session } from "./session.js";

const largest = (found, expected) =>
  Math.max(...found.map((value, i) => Math.abs(value - expected[i])));

// The largest differences over the updates of the witness, from the default settings.
export function differences(settings, { losses, predictions, gradients }) {
  const { trainer, batch } = session(settings);
  const found = { losses: [] };
  for (let update = 0; update < losses.length; update++) {
    const { x, y } = batch();
    if (update === 0) found.predictions = [...trainer.predict(x)];
    found.losses.push(trainer.step(x, y));
    if (update === 0) found.gradients = Object.values(trainer.gradients()).flat(2);
  }
  return {
    losses: largest(found.losses, losses),
    predictions: largest(found.predictions, predictions),
    gradients: largest(found.gradients, gradients),
  };
}
