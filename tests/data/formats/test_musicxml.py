import zipfile
from fractions import Fraction

import numpy as np
import pytest

from gru_course.data.formats.musicxml import Note, Score, parse_score, piano_roll, read_score

CONTAINER = '<container><rootfiles><rootfile full-path="a.xml"/></rootfiles></container>'


def note(duration, step="", octave=4, inside=""):
    sound = f"<pitch><step>{step}</step><octave>{octave}</octave></pitch>" if step else "<rest/>"
    return f"<note>{inside}{sound}<duration>{duration}</duration></note>"


def score(*parts, divisions=2):
    head = f"<attributes><divisions>{divisions}</divisions></attributes>"
    bodies = (f"<part><measure>{head}{part}</measure></part>" for part in parts)
    return parse_score(f"<score-partwise>{''.join(bodies)}</score-partwise>".encode())


def sounding(score, transpose=0):
    """The MIDI numbers of each row."""
    return [[int(key) + 21 for key in row.nonzero()[0]] for row in piano_roll(score, transpose)]


def test_a_note_sounds_from_its_beat_until_the_next_note():
    assert sounding(score(note(4, "C") + note(2, "E"))) == [[60], [60], [64]]


def test_middle_c_is_key_39():
    roll = piano_roll(score(note(2, "C")))
    assert roll.shape == (1, 88) and roll.dtype == np.uint8
    assert roll[0].nonzero()[0].tolist() == [39]


def test_parts_sound_together_and_rests_are_silent():
    melody, bass = note(2) + note(2, "G"), note(6, "C", 3)
    assert sounding(score(melody, bass)) == [[48], [48, 67], [48]]


def test_closing_rests_belong_to_the_piece():
    assert sounding(score(note(2, "C") + note(4))) == [[60], [], []]


def test_a_note_between_two_beats_is_not_heard():
    eighths = note(1, "C") + note(1, "D") + note(1, "E") + note(1, "F")
    assert sounding(score(eighths)) == [[60], [64]]


def test_triplets_stay_exact():
    triplets = "".join(note(1, step) for step in "CDEFGA")
    assert sounding(score(triplets, divisions=3)) == [[60], [65]]


def test_the_notes_of_a_chord_start_together():
    chord = note(2, "C") + note(2, "E", inside="<chord/>") + note(2, "G", inside="<chord/>")
    assert sounding(score(chord + note(2, "D"))) == [[60, 64, 67], [62]]


def test_a_second_voice_goes_back_to_its_beginning():
    voices = note(4, "C") + "<backup><duration>4</duration></backup>"
    voices += "<forward><duration>2</duration></forward>" + note(2, "E")
    assert sounding(score(voices)) == [[60], [60, 64]]


def test_a_short_second_voice_does_not_shorten_the_measure():
    first = note(4, "C") + "<backup><duration>4</duration></backup>" + note(2, "E")
    xml = f"<s><part><measure>{first}</measure><measure>{note(1, 'G')}</measure></part></s>"
    assert sounding(parse_score(xml.encode())) == [[60, 64], [60, 64], [60], [60], [67]]


def test_grace_notes_take_no_time():
    assert sounding(score("<note><grace/></note>" + note(2, "C"))) == [[60]]


def test_accidentals_raise_and_lower():
    pitch = "<pitch><step>B</step><alter>-1</alter><octave>3</octave></pitch>"
    assert sounding(score(f"<note>{pitch}<duration>2</duration></note>")) == [[58]]


def test_transposing_adds_semitones():
    assert sounding(score(note(2, "C")), transpose=-12) == [[48]]


@pytest.mark.parametrize("pitch", [20, 109])
def test_a_pitch_beyond_the_piano_is_refused(pitch):
    beyond = Score([Note(Fraction(0), Fraction(1), pitch)], Fraction(1))
    with pytest.raises(ValueError, match=f"pitches must be MIDI 21 to 108, got {pitch}"):
        piano_roll(beyond)


def test_the_container_names_the_document(tmp_path):
    with zipfile.ZipFile(tmp_path / "piece.mxl", "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("b.xml", "<nonsense>")
        archive.writestr("a.xml", f"<s><part><measure>{note(1, 'C')}</measure></part></s>")
    assert sounding(read_score(tmp_path / "piece.mxl")) == [[60]]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"bwv1\.mxl is missing; install music21 again"):
        read_score(tmp_path / "bwv1.mxl")


@pytest.mark.parametrize("xml", ["", "<s><part>", "<s><part><measure><note/></measure></part></s>"])
def test_a_damaged_document_is_named_in_one_sentence(tmp_path, xml):
    with zipfile.ZipFile(tmp_path / "bwv1.mxl", "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("a.xml", xml)
    with pytest.raises(ValueError, match=r"bwv1\.mxl is no readable MusicXML .*again") as caught:
        read_score(tmp_path / "bwv1.mxl")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", [b"", b"no zip", b"PK\x03\x04"])
def test_a_damaged_archive_is_named(tmp_path, damage):
    (tmp_path / "bwv1.mxl").write_bytes(damage)
    with pytest.raises(ValueError, match=r"bwv1\.mxl is no readable MusicXML"):
        read_score(tmp_path / "bwv1.mxl")
