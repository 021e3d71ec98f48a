import struct
import wave

import numpy as np
import pytest

from gru_course.data.formats.wav import read_wav, resample, write_wav


def sine(rate, hertz=440, seconds=0.1):
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


def save(path, raw, *, rate=16000, channels=1, width=2):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(raw)
    return path


@pytest.mark.parametrize(
    ("width", "raw"),
    [
        (1, bytes([128, 192, 0])),
        (2, np.array([0, 2**14, -(2**15)], "<i2").tobytes()),
        (3, bytes([0, 0, 0, 0, 0, 0x40, 0, 0, 0x80])),
        (4, np.array([0, 2**30, -(2**31)], "<i4").tobytes()),
    ],
)
def test_samples_of_every_width_by_hand(tmp_path, width, raw):
    recording = read_wav(save(tmp_path / "a.wav", raw, width=width))
    assert recording.samples.tolist() == [0, 0.5, -1]
    assert recording.samples.dtype == np.float32
    assert recording.rate == 16000 and recording.conversions == ()


def test_24_bits_under_the_extensible_name_are_read(tmp_path):
    """As sox and ffmpeg write them: a longer head that says PCM in another place."""
    samples = bytes([0, 0, 0, 0, 0, 0x40, 0, 0, 0x80])
    pcm = bytes.fromhex("0100000000001000800000aa00389b71")
    head = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 16000, 48000, 3, 24, 22, 24, 4) + pcm
    chunks = b"WAVEfmt " + struct.pack("<I", len(head)) + head
    chunks += b"data" + struct.pack("<I", len(samples)) + samples
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks)) + chunks)
    assert read_wav(path).samples.tolist() == [0, 0.5, -1]


def test_what_is_written_comes_back(tmp_path):
    path, samples = tmp_path / "a.wav", sine(8000)
    write_wav(path, samples, 8000)
    recording = read_wav(path)
    np.testing.assert_allclose(recording.samples, samples, rtol=0, atol=1.1 / 2**15)
    assert recording.rate == 8000 and [p.name for p in tmp_path.iterdir()] == ["a.wav"]


def test_writing_cuts_what_is_too_loud(tmp_path):
    write_wav(tmp_path / "a.wav", np.array([3.0, -3.0]), 8000)
    np.testing.assert_allclose(read_wav(tmp_path / "a.wav").samples, [1, -1], rtol=0, atol=1e-4)


def test_two_channels_are_averaged_and_that_is_said(tmp_path):
    raw = np.array([[2**14, 0], [-(2**14), -(2**14)]], "<i2").tobytes()
    recording = read_wav(save(tmp_path / "a.wav", raw, channels=2))
    assert recording.samples.tolist() == [0.25, -0.5]
    assert recording.conversions == ("2 channels averaged",)


def test_another_rate_is_resampled_and_that_is_said(tmp_path):
    write_wav(tmp_path / "a.wav", sine(8000), 8000)
    recording = read_wav(tmp_path / "a.wav", 16000)
    assert recording.rate == 16000 and recording.conversions == ("8000 Hz resampled to 16000 Hz",)
    np.testing.assert_allclose(recording.samples, sine(16000), rtol=0, atol=1e-4)


def test_resampling_keeps_a_tone_and_drops_what_the_new_rate_cannot_hold():
    low, high = sine(22050, 400), sine(22050, 9000)
    for rate in (8000, 16000, 44100):
        np.testing.assert_allclose(resample(low, 22050, rate), sine(rate, 400), rtol=0, atol=2e-3)
    assert np.abs(resample(high, 22050, 8000)).max() < 0.02
    assert np.abs(high).max() > 0.49


def test_resampling_there_and_back_changes_nothing_that_both_rates_hold():
    sound = sine(16000, 300)  # whole periods, so that its end fits its start
    there = resample(sound, 16000, 11000)
    np.testing.assert_allclose(resample(there, 11000, 16000), sound, rtol=0, atol=1e-14)


def truncated(path):
    write_wav(path, sine(16000), 16000)
    path.write_bytes(path.read_bytes()[: 44 + 1000])


def head_only(path):
    write_wav(path, sine(16000), 16000)
    path.write_bytes(path.read_bytes()[:30])


def opposite_channels(path):
    left = (sine(16000) * 2**14).astype("<i2")
    save(path, np.stack([left, -left], axis=1).tobytes(), channels=2)


def floating_point(path):
    write_wav(path, sine(16000), 16000)
    content = bytearray(path.read_bytes())
    content[20] = 3  # the format's number: IEEE floats
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "is missing"),
        (lambda path: path.write_text("not a sound"), "is no readable PCM wav file: .*RIFF"),
        (
            lambda path: path.write_bytes(b""),
            "is no readable PCM wav file: it ends within its head",
        ),
        (head_only, "is no readable PCM wav file: "),
        (floating_point, "is no readable PCM wav file: unknown format: 3"),
        (truncated, "is cut off: it holds 500 of 1600 samples"),
        (lambda path: save(path, b""), "is empty: it holds no sample"),
        (lambda path: save(path, bytes(2000)), "is silent: its samples do not differ"),
        (lambda path: save(path, b"\x80" * 2000, width=1), "is silent"),
        (lambda path: save(path, b"\x01\x02" * 2000), "is silent"),
        (opposite_channels, "is silent"),
    ],
)
def test_a_file_without_usable_sound_is_named(tmp_path, make, message):
    path = tmp_path / "talk.wav"
    make(path)
    with pytest.raises(ValueError, match=rf"talk\.wav {message}"):
        read_wav(path)


def test_a_sound_that_resampling_leaves_nothing_of_is_refused(tmp_path):
    write_wav(tmp_path / "a.wav", sine(16000, seconds=0.001), 16000)
    with pytest.raises(ValueError, match=r"a\.wav is silent"):
        read_wav(tmp_path / "a.wav", 10)
