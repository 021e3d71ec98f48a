import re

import music21
import numpy as np
import pytest

from gru_course.data.formats.wav import read_wav, write_wav
from gru_course.music import midi, notes, sound

A4 = 69 - 21  # its key


def roll_of(*played, steps=4):
    roll = np.zeros((steps, 88), dtype=np.uint8)
    for step, key in played:
        roll[step, key] = 1
    return roll


def test_steps_after_each_other_are_one_note_and_a_rest_parts_two():
    roll = roll_of((0, 3), (1, 3), (3, 3), (1, 87))
    assert notes(roll) == [(0, 2, 3), (1, 1, 87), (3, 1, 3)]
    assert notes(roll_of()) == []


def test_a_midi_file_read_by_another_program_is_the_roll():
    roll = (np.random.default_rng(0).random((12, 88)) < 0.05).astype(np.uint8)
    score = music21.converter.parse(midi(roll, beats_per_minute=90), format="midi")
    read = np.zeros_like(roll)
    for note in score.flatten().notes:
        start, length = round(float(note.offset)), round(float(note.quarterLength))
        read[start : start + length, [pitch.midi - 21 for pitch in note.pitches]] = 1
    np.testing.assert_array_equal(read, roll)
    assert score.flatten().getElementsByClass("MetronomeMark")[0].number == 90


@pytest.mark.parametrize(("key", "hertz"), [(A4, 440), (A4 + 12, 880), (A4 - 12, 220)])
def test_a_key_sounds_at_its_frequency(key, hertz):
    samples = sound(roll_of((0, key), (1, key), steps=2), beats_per_minute=60, rate=8000)
    assert len(samples) == 16_000
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) == pytest.approx(2 * hertz, abs=1)  # bins of half a hertz


def test_silence_is_silent_and_a_full_keyboard_stays_in_range():
    assert not sound(roll_of()).any()
    samples = sound(np.ones((2, 88), dtype=np.uint8))
    assert np.abs(samples).max() <= 1


def test_sound_can_be_written_and_read(tmp_path):
    samples = sound(roll_of((0, A4), (2, A4 + 4)))
    write_wav(tmp_path / "tune.wav", samples, 22050)
    read = read_wav(tmp_path / "tune.wav")
    np.testing.assert_allclose(read.samples, samples, atol=1e-4)
    assert read.rate == 22050


@pytest.mark.parametrize("make", [midi, sound])
@pytest.mark.parametrize("tempo", [0, -60])
def test_a_tempo_that_is_none_is_refused(make, tempo):
    message = f"beats_per_minute must be a finite number above 0, got {tempo}"
    with pytest.raises(ValueError, match=re.escape(message)):
        make(roll_of(), tempo)
