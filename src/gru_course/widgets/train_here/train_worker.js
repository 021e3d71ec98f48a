// Trains in slices: the page asks for each, and so it stops as soon as the page stops asking.

import { session } from "./session.js";

let run;
onmessage = ({ data: { token, settings, slice, least, limit } }) => {
  if (settings) run = session(settings);
  const start = performance.now();
  const before = run.updates;
  const wanted = () => run.updates - before < least || performance.now() - start < slice;
  while (run.updates < limit && !run.failed && wanted()) run.update();
  const seconds = (performance.now() - start) / 1000;
  const perSecond = least ? (run.updates - before) / seconds : 0;
  postMessage({ token, perSecond, report: run.report() });
};
