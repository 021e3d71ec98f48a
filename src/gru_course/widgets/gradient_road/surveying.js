// Where a survey is made: at once while it is small, else in a worker.

import { surveyor } from "./survey.js";
import SurveyWorker from "./survey_worker.js?worker";

const SMALL = 400; // units times steps that a move of a slider can bear

// Returns a function that gives the survey of a state. While the worker is at it, that is the last
// one; the widget is drawn anew when it comes.
export function surveying(frame) {
  const here = surveyor();
  const isSmall = ({ layers, hidden_size, steps }) =>
    layers === "by hand" || hidden_size * steps <= SMALL;
  let shown;
  let shownKey;
  let busy = false;
  let failed = false;
  let worker;

  function take(settings, found) {
    shown = found;
    shownKey = JSON.stringify(settings);
  }
  function ask(settings) {
    busy = true;
    if (!worker) {
      worker = new SurveyWorker();
      worker.onmessage = ({ data }) => {
        busy = false;
        take(data.settings, data.found);
        frame.refresh(); // which asks again if the state has moved on
      };
      // A page opened from a folder may start none: then it takes the time that it takes.
      worker.onerror = () => {
        failed = true;
        frame.refresh();
      };
    }
    worker.postMessage(settings);
  }
  function rest() {
    worker?.terminate();
    worker = undefined;
    busy = false;
  }
  frame.onEnd(rest);
  frame.onReset(() => {
    rest();
    shown = undefined; // the start is shown at once
  });
  return (settings) => {
    if (isSmall(settings)) rest();
    if (!shown || failed || isSmall(settings)) take(settings, here(settings));
    else if (JSON.stringify(settings) !== shownKey && !busy) ask(settings);
    return shown;
  };
}
