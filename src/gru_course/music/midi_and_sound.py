"""Piano rolls to be heard: as a MIDI file, and as sound."""

import numpy as np

from gru_course.data.formats.musicxml import LOWEST
from gru_course.validation import positive_number

ATTACK, DECAY = 0.01, 1.2  # seconds: until a tone is loud, and until it has faded to 1 / e
OVERTONES = (1.0, 0.5, 0.25, 0.12)  # a plain, soft tone
LOUDNESS = 0.12  # of one tone: a chord of eight keeps within -1 to 1, nearly always


def notes(roll: np.ndarray) -> list[tuple[int, int, int]]:
    """The notes of a roll (T, K) of 0 and 1 as (first step, steps, key), in that order.

    A key that is down for several steps is one long note: a roll does not say when it was struck.
    """
    down = np.pad(np.asarray(roll, dtype=np.int8), ((1, 1), (0, 0)))
    change = np.diff(down, axis=0).T
    keys, starts = np.nonzero(change == 1)
    ends = np.nonzero(change == -1)[1]  # key by key, so each end belongs to its start
    return sorted(zip(starts.tolist(), (ends - starts).tolist(), keys.tolist(), strict=True))


def midi(roll: np.ndarray, beats_per_minute: float = 80.0) -> bytes:
    """The content of a MIDI file that plays a roll (T, 88), a step being a quarter note.

    Key i is MIDI 21 + i. Raises ValueError when beats_per_minute is not above 0.
    """
    positive_number("beats_per_minute", beats_per_minute)
    from music21 import midi, note, stream, tempo  # half a second: only who writes MIDI waits

    score: stream.Stream = stream.Stream([tempo.MetronomeMark(number=beats_per_minute)])
    for start, steps, key in notes(roll):
        score.insert(start, note.Note(LOWEST + key, quarterLength=steps))
    return midi.translate.streamToMidiFile(score).writestr()


def sound(roll: np.ndarray, beats_per_minute: float = 80.0, rate: int = 22050) -> np.ndarray:
    """A roll (T, 88) as samples (N,) from -1 to 1 at `rate` per second, for `data.wav.write_wav`.

    A step is a quarter note; a tone fades like that of a plucked string.
    Raises ValueError when beats_per_minute or rate is not above 0.
    """
    positive_number("beats_per_minute", beats_per_minute)
    positive_number("rate", rate)
    step = 60 / beats_per_minute
    samples = np.zeros(round(len(roll) * step * rate))
    for start, steps, key in notes(roll):
        first, last = round(start * step * rate), round((start + steps) * step * rate)
        time = np.arange(last - first) / rate
        samples[first:last] += LOUDNESS * _tone(440 * 2 ** ((LOWEST + key - 69) / 12), time)
    return np.clip(samples, -1, 1)


def _tone(frequency: float, time: np.ndarray) -> np.ndarray:
    """A tone with its overtones, loud after the attack, silent at its end."""
    waves = (
        share * np.sin(2 * np.pi * frequency * (n + 1) * time) for n, share in enumerate(OVERTONES)
    )
    left = time[-1] - time  # rising and falling without a click
    return sum(waves) * np.exp(-time / DECAY) * np.clip(np.minimum(time, left) / ATTACK, 0, 1)
