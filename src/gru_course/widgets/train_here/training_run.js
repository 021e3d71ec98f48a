// Plays, pauses and steps a training in a worker, and keeps what it reports.

import { session } from "./session.js";
import TrainWorker from "./train_worker.js?worker";

export const LIMIT = 10000; // updates
const SLICE = 14; // ms of training between two reports: a screen frame or so
const MOST = 400; // points of the curve; beyond it every second one goes

export function trainingRun(frame) {
  let worker;
  let known = ""; // settings of this run
  let token = 0; // of this run: what comes from an earlier one is not heard
  let begun = false; // whether the worker has this run
  let busy = false;
  let playing = false;
  let latest;
  let points = [];
  let stride = 1;

  function ask(slice) {
    busy = true;
    worker ??= started();
    const settings = begun ? null : JSON.parse(known);
    begun = true;
    worker.postMessage({ token, settings, slice, limit: LIMIT });
  }
  function started() {
    const made = new TrainWorker();
    made.onmessage = ({ data }) => {
      busy = false;
      if (data.token === token) take(data.report, data.perSecond);
      goOn();
    };
    made.onerror = () => {
      playing = false;
      latest = { ...latest, silent: true };
      frame.refresh();
    };
    return made;
  }
  function take({ points: fresh, ...report }, perSecond) {
    latest = { ...report, perSecond };
    points.push(...fresh.filter(([updates]) => updates % (10 * stride) === 0));
    while (points.length > MOST) {
      stride *= 2;
      points = points.filter(([updates]) => updates % (10 * stride) === 0);
    }
    points = [...points]; // another list, so that it is drawn
    if (report.failed || report.updates >= LIMIT) playing = false;
    frame.refresh();
  }
  function goOn() {
    if (playing && !busy && !document.hidden) ask(SLICE);
  }
  function forget() {
    token += 1;
    begun = false;
    points = [];
    stride = 1;
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
        forget();
        goOn();
      }
      return { ...latest, points, playing, done: latest.failed || latest.updates >= LIMIT };
    },
    toggle() {
      playing = !playing;
      goOn();
      frame.refresh();
    },
    once() {
      playing = false;
      if (!busy) ask(0);
      frame.refresh();
    },
    reset() {
      playing = false;
      worker?.terminate();
      worker = undefined;
      busy = false;
      if (known) forget();
    },
  };
}
