// Chords as sound: one soft tone for each key that is down, held while it stays down.

const OCTAVE = 12; // the rolls are written one above where Bach's singers are
const KEY_OF_A = 48; // of 88, the one of 440 Hz

// Must be made in answer to a click: browsers let no page sound by itself.
export function chordSound() {
  const context = new AudioContext();
  const volume = new GainNode(context);
  volume.connect(context.destination);
  const tones = new Map();

  function strike(key) {
    const frequency = 440 * 2 ** ((key - KEY_OF_A - OCTAVE) / 12);
    const tone = new OscillatorNode(context, { type: "triangle", frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setTargetAtTime(0.12, context.currentTime, 0.02);
    tone.connect(gain).connect(volume);
    tone.start();
    tones.set(key, [tone, gain]);
  }
  function release(key) {
    const [tone, gain] = tones.get(key);
    gain.gain.setTargetAtTime(0, context.currentTime, 0.06);
    tone.stop(context.currentTime + 0.5);
    tones.delete(key);
  }
  return {
    resume: () => context.resume(),
    sound(keys) {
      for (const key of [...tones.keys()]) if (!keys.includes(key)) release(key);
      for (const key of keys) if (!tones.has(key)) strike(key);
    },
    mute: (muted) => volume.gain.setTargetAtTime(muted ? 0 : 1, context.currentTime, 0.01),
    end: () => context.close(),
  };
}
