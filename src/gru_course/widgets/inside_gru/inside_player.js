// Play: step after step, and where the steps are chords, with sound. It starts on a click only.

import { chordSound } from "./chord_sound.js";
import { button } from "../shared/controls.js";
import { element } from "../shared/elements.js";

const STEP = 450; // ms, a quarter note

// `last` tells the last step, `chordAt` the keys that are down at a step, nothing for a wave.
// Returns the buttons as `node`, `playing()` and `stop()`.
export function player(frame, { last, chordAt }) {
  const canSound = () => "AudioContext" in window;
  let timer = 0;
  let sound;
  let muted = false;
  const play = button("▶ Play", () => (timer ? stop() : start()));
  const mute = button("Mute", () => {
    muted = !muted;
    mute.ariaPressed = muted;
    sound?.mute(muted);
  });
  mute.ariaPressed = false;
  const silent = element("span", {}, "This browser has no WebAudio: it plays in silence.");

  function start() {
    if (chordAt(1) && canSound()) {
      sound ??= chordSound();
      sound.mute(muted);
      sound.resume();
    }
    const { step } = frame.state();
    play.textContent = "■ Stop";
    tick(step >= last() ? 1 : step);
  }
  function tick(step) {
    sound?.sound(chordAt(step) ?? []);
    frame.set({ step });
    timer = setTimeout(() => {
      const { step: now } = frame.state(); // the reader may have moved it
      if (now < last()) tick(now + 1);
      else stop();
    }, STEP);
  }
  function stop() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    sound?.sound([]);
    play.textContent = "▶ Play";
    frame.refresh();
  }
  frame.onReset(stop);
  frame.onDraw(() => {
    mute.hidden = !canSound() || !chordAt(1);
    silent.hidden = canSound() || !chordAt(1);
  });
  frame.onEnd(() => {
    clearTimeout(timer);
    sound?.end();
  });
  return {
    node: element("div", { class: "gru-player" }, [play, mute, silent]),
    playing: () => timer !== 0,
    stop,
  };
}
