// Trains in slices: the page asks for each, and so it stops as soon as the page stops asking.

import { session } from "./session.js";

let run;
onmessage = ({ data: { token, settings, slice, limit } }) => {
  if (settings) run = session(settings);
  const start = performance.now();
  const before = run.updates;
  do run.update();
  while (performance.now() - start < slice && run.updates < limit && !run.failed);
  const seconds = (performance.now() - start) / 1000;
  postMessage({ token, perSecond: (run.updates - before) / seconds, report: run.report() });
};
