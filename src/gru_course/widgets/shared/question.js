// A task that asks for an answer, but only after the reader has tried it out.

import { button } from "./controls.js";
import { element } from "./elements.js";
import { task } from "./frame.js";

// `missing` says from the values what the reader still has to do to see what the answer rests on,
// and "" once nothing is missing; it is asked at every redraw, and `forget` starts it anew. `hint`
// meets a wrong answer, `why` the right one.
export function question(frame, { ask, answers, right, missing, forget, hint, why }) {
  let unlocked = false;
  let given = "";
  frame.onReset(() => {
    forget();
    unlocked = false;
    given = "";
  });
  const buttons = answers.map((answer) =>
    button(answer, () => {
      given = answer;
      if (given !== right) frame.say(hint, "task");
      frame.refresh();
    }),
  );
  let next = "";
  frame.onDraw((values) => {
    const lacks = missing(values);
    unlocked ||= lacks === "";
    for (const node of buttons) node.disabled = !unlocked;
    next = given ? hint : unlocked ? "Now answer." : lacks;
  });
  const line = task(frame, { ask, progress: () => Number(given === right), why, hint: () => next });
  const answerRow = element("span", { class: "gru-answers" }, buttons);
  line.querySelector(".gru-status").before(answerRow, " ");
  return line;
}
