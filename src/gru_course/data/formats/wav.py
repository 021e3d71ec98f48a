"""Mono sound out of .wav files and into them, with every conversion said."""

import io
import os
import wave
from pathlib import Path
from typing import NamedTuple

import numpy as np

RATES = range(1000, 768_001)  # samples per second, of any sound that is speech or music
PCM, EXTENSIBLE = b"\x01\x00", b"\xfe\xff"  # names of a wav file's format


class Recording(NamedTuple):
    """samples (N,) float32 from -1 to 1, in one channel; rate in samples per second.

    conversions: what was done to the file's own sound, such as "2 channels averaged".
    """

    samples: np.ndarray
    rate: int
    conversions: tuple[str, ...] = ()


def read_wav(path: Path, rate: int | None = None) -> Recording:
    """Read PCM of 8, 16, 24 or 32 bits; several channels are averaged to one.

    rate: samples per second of the result; sound of another rate is resampled. None keeps its own.
    Raises ValueError, with one sentence that names the file, when it is no PCM wav, cut off, empty,
    or silent.
    """
    channels, own_rate = _read_pcm(path)
    conversions = []
    if channels.shape[1] > 1:
        conversions.append(f"{channels.shape[1]} channels averaged")
    samples = channels.mean(axis=1)
    if rate is not None and rate != own_rate:
        conversions.append(f"{own_rate} Hz resampled to {rate} Hz")
        samples = resample(samples, own_rate, rate)
    if not len(samples) or np.ptp(samples) < 1e-6:  # below one step of 16 bits all along
        raise ValueError(f"{path} is silent: its samples do not differ")
    return Recording(samples.astype(np.float32), rate or own_rate, tuple(conversions))


def write_wav(path: Path, samples: np.ndarray, rate: int) -> None:
    """Write samples (N,) from -1 to 1 as 16-bit mono; what lies beyond is cut to that range.

    All or nothing: another reader sees no half-written file.
    """
    pcm = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2")
    aside = path.with_name(path.name + ".part")
    with wave.open(str(aside), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())
    os.replace(aside, path)


def resample(samples: np.ndarray, rate: int, new_rate: int) -> np.ndarray:
    """The same sound (N) with another number of samples per second, N new_rate / rate of them.

    Its spectrum is cut off at half of the new rate, or continued with zeros: frequencies that both
    rates can hold stay as they are. The sound is taken as periodic, so a jump from its end to its
    start rings for a few samples there.
    """
    length = round(len(samples) * new_rate / rate)
    if length < 1:
        return samples[:0]
    spectrum = np.fft.rfft(samples)[: length // 2 + 1]
    return np.fft.irfft(spectrum, length) * (length / len(samples))


def _read_pcm(path: Path) -> tuple[np.ndarray, int]:
    """Samples (N, channels) float64 from -1 to 1, and their rate."""
    try:
        with wave.open(io.BytesIO(_as_plain_pcm(path.read_bytes())), "rb") as file:
            frames, width = file.getnframes(), file.getsampwidth()
            count, rate = file.getnchannels(), file.getframerate()
            raw = file.readframes(frames)
    except FileNotFoundError:
        raise ValueError(f"{path} is missing") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except Exception as error:  # whatever a damaged file may lead the parser to
        reason = str(error) or "it ends within its head"
        raise ValueError(f"{path} is no readable PCM wav file: {reason}") from None
    if width > 4 or rate not in RATES:  # a rate of 1 Hz would be resampled to a full memory
        raise ValueError(
            f"{path} must have 8 to 32 bits and {RATES[0]} to {RATES[-1]} samples a second, "
            f"got {8 * width} at {rate} Hz"
        )
    if len(raw) != frames * width * count:
        found = len(raw) // (width * count)
        raise ValueError(f"{path} is cut off: it holds {found} of {frames} samples")
    if not frames:
        raise ValueError(f"{path} is empty: it holds no sample")
    return _to_numbers(raw, width).reshape(-1, count), rate


def _as_plain_pcm(content: bytes) -> bytes:
    """The same file, its format called PCM if it is PCM by the newer, extensible name.

    Many programs write 24 bits so; Python's `wave` knows that name from 3.12 on.
    """
    head, tag, subformat = content[12:16], content[20:22], content[44:46]
    if head == b"fmt " and tag == EXTENSIBLE and subformat == PCM:
        return content[:20] + PCM + content[22:]
    return content


def _to_numbers(raw: bytes, width: int) -> np.ndarray:
    """Little-endian integers of `width` bytes as numbers from -1 to 1."""
    data: np.ndarray = np.frombuffer(raw, np.uint8).reshape(-1, width)
    if width == 1:
        data = data ^ 0x80  # 8-bit samples have no sign: 128 is silence
    whole = np.zeros((len(data), 4), np.uint8)
    whole[:, 4 - width :] = data  # as the upper bytes of a 32-bit integer
    return whole.view("<i4")[:, 0] / 2**31
