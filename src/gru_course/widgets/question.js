// A task that asks for an answer, but only after the reader has tried it out.

import { button } from "./controls.js";
import { element, styledText } from "./elements.js";
import { task } from "./frame.js";

// `tried` says from the values whether the reader has seen what the answer rests on; it is asked
// at every redraw, and `forget` starts it anew. `hint` meets a wrong answer, `why` the right one.
export function question(frame, { ask, answers, right, tried, forget, hint, why }) {
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
      if (given !== right) frame.say(hint);
      frame.refresh();
    }),
  );
  const feedback = element("span", { class: "gru-feedback" }, styledText(hint));
  frame.onDraw((values) => {
    unlocked ||= tried(values);
    for (const node of buttons) node.disabled = !unlocked;
    feedback.hidden = given === "" || given === right;
  });
  const progress = () => (given === right ? 1 : unlocked ? 0.5 : 0);
  const line = task(frame, { ask, progress, why });
  const status = line.querySelector(".gru-status");
  status.before(element("span", { class: "gru-answers" }, buttons), " ");
  status.after(" ", feedback);
  return line;
}
