"""Piano rolls as MIDI and as sound, and tunes as written notes."""

from gru_course.music.engraving import Score, engrave
from gru_course.music.midi_and_sound import midi, notes, sound

__all__ = ["Score", "engrave", "midi", "notes", "sound"]
