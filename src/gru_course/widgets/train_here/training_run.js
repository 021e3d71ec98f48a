// Plays, pauses and steps a training in a worker, and keeps what it reports.

import { session } from "./session.js";
import TrainWorker from "./train_worker.js?worker";

export const LIMIT = 10000; // updates
const SLICE = 14; // ms of training between two reports: a screen frame or so
// Of the curve's points all are kept as far as they stand apart on an axis of powers of ten; later
// ones only at multiples of `SPARSE` updates.
const DENSE = 1000;
const SPARSE = 100;
const isDrawn = ([updates]) => updates <= DENSE || updates % SPARSE === 0;

export function trainingRun(frame) {
  let worker;
  let known = ""; // settings of this run; none between a reset and what is drawn then
  let token = 0; // of this run: what comes from an earlier one is not heard
  let begun = false; // whether the worker has this run
  let seen = false; // whether there is a report of it
  let busy = false;
  let playing = false;
  let silent = false; // the page may start no worker
  let latest;
  let points = [];

  // Ask the worker for `least` updates, and for more until `slice` ms are over.
  function ask({ slice = 0, least = 0 }) {
    busy = true;
    worker ??= started();
    const settings = begun ? null : JSON.parse(known);
    begun = true;
    worker.postMessage({ token, settings, slice, least, limit: LIMIT });
  }
  function started() {
    const made = new TrainWorker();
    made.onmessage = ({ data }) => {
      busy = false;
      if (data.token === token) take(data.report, data.perSecond);
      goOn();
    };
    made.onerror = () => {
      silent = true;
      playing = false;
      begin();
      frame.refresh();
    };
    return made;
  }
  function take({ points: fresh, ...report }, perSecond) {
    if (fresh[0]?.[0] === 0) points = [];
    seen = true;
    latest = { ...report, perSecond };
    points = [...points, ...fresh.filter(isDrawn)];
    if (isOver()) playing = false;
    frame.refresh();
  }
  const isOver = () => latest?.failed || latest?.updates >= LIMIT; // after a reset nothing is known
  const isFree = () => known && !busy && !silent;
  function goOn() {
    if (!isFree()) return;
    if (playing && !document.hidden) ask({ slice: SLICE, least: 1 });
    else if (!seen) ask({});
  }
  function renew() {
    token += 1;
    begun = seen = false;
  }
  // The beginning of a run is cheap enough for the page itself, but not for every move of a slider.
  function begin() {
    renew();
    take(session(JSON.parse(known)).report(), 0);
  }
  document.addEventListener("visibilitychange", goOn);
  frame.onEnd(() => {
    document.removeEventListener("visibilitychange", goOn);
    worker?.terminate();
  });

  return {
    // What there is to show of a training with these settings: a new one begins when they change.
    of(settings) {
      const key = JSON.stringify(settings);
      if (key !== known) {
        known = key;
        if (latest && !silent) renew();
        else begin();
        goOn();
      }
      return { ...latest, points, playing, silent, done: isOver() };
    },
    // Train or pause; where the training is over, begin a new one.
    toggle() {
      if (isOver()) begin();
      else playing = !playing;
      goOn();
      frame.refresh();
    },
    once() {
      playing = false;
      if (isFree()) ask({ least: 1 });
      frame.refresh();
    },
    reset() {
      playing = busy = false;
      worker?.terminate();
      worker = latest = undefined;
      known = "";
    },
  };
}
