"""The next samples of speech, out of any folder of .wav files.

At each step a model hears 20 samples and says how the next 10 are distributed; then both move on by
10. The files are divided, not their pieces, so no recording is in two parts, and cut into sequences
of 500 samples each. The first papers' recordings are private: results depend on the folder.

Source: Chung et al. (2014), section 4; that both move on by 10 samples is our reading of it.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from gru_course.data.formats.wav import Recording, read_wav
from gru_course.validation import positive_integer

HEARD, WANTED = 20, 10  # samples
SYNTHETIC = "synthetic-"  # how names of machine-made recordings begin
PARTS = ("train", "valid", "test")


class Frames(NamedTuple):
    """x (N, T, 20), what is heard, and y (N, T, 10), what follows it."""

    x: Tensor
    y: Tensor


@dataclass(frozen=True, eq=False)
class Speech:
    """The three parts, normalised: samples * scale + mean are the recordings', from -1 to 1.

    mean and scale are counted on `train`. rate: samples per second. names: for each part its files.
    conversions: what was done to which file before. synthetic: whether a machine spoke.
    """

    train: Frames
    valid: Frames
    test: Frames
    mean: float
    scale: float
    rate: int
    names: dict[str, tuple[str, ...]]
    conversions: tuple[str, ...]
    synthetic: bool

    def __repr__(self) -> str:
        sizes = ", ".join(f"{part}={len(getattr(self, part).x)}" for part in PARTS)
        return (
            f"Speech({sizes} sequences at {self.rate} Hz, "
            f"{len(self.conversions)} files converted, synthetic={self.synthetic})"
        )


def load_speech(
    folder: str | Path, *, rate: int = 16000, samples: int = 500, seed: int = 0
) -> Speech:
    """Read all .wav files of a folder and its folders; a tenth each are set aside for two parts.

    Of N files N // 10, one at least, are to validate, as many to test, and the rest to train on.

    rate: samples per second; files of another rate are resampled, those of several channels
    averaged, and a RuntimeWarning says so. samples: length of a sequence, 30 at least; what a file
    has left over is not used. seed: decides which files go where.

    Raises ValueError, naming the file, for one that is broken, empty, silent or shorter than one
    sequence, and for a folder of fewer than three files.
    """
    positive_integer("rate", rate)
    if positive_integer("samples", samples) < HEARD + WANTED:
        raise ValueError(f"samples must be at least {HEARD + WANTED}, got {samples}")
    paths = _find(Path(folder))
    recordings = [read_wav(path, rate) for path in paths]
    for path, recording in zip(paths, recordings, strict=True):
        if len(recording.samples) < samples:
            raise ValueError(
                f"{path} is too short: it holds {len(recording.samples)} samples "
                f"of {samples} for one sequence"
            )
    names = [path.relative_to(folder).as_posix() for path in paths]
    conversions = _say_conversions(names, recordings)

    parts = _divide(len(paths), seed)
    sounds = {
        part: [torch.from_numpy(recordings[i].samples) for i in parts[part]] for part in PARTS
    }
    everything = torch.cat(sounds["train"]).double()
    mean, scale = everything.mean().item(), everything.std(correction=0).item()
    return Speech(
        **{part: _frames(sounds[part], samples, mean, scale) for part in PARTS},
        mean=mean,
        scale=scale,
        rate=rate,
        names={part: tuple(names[i] for i in parts[part]) for part in PARTS},
        conversions=conversions,
        synthetic=any(path.name.startswith(SYNTHETIC) for path in paths),
    )


def _find(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ValueError(f"folder must be a folder of .wav files, got {folder}")
    paths = [
        path
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts)
        if path.suffix.lower() == ".wav" and not path.name.startswith(".") and path.is_file()
    ]
    if len(paths) < len(PARTS):
        raise ValueError(f"{folder} must hold three .wav files at least, got {len(paths)}")
    return paths


def _say_conversions(names: list[str], recordings: list[Recording]) -> tuple[str, ...]:
    """One line per converted file, and one warning for all of them."""
    lines = tuple(
        f"{name}: {', '.join(recording.conversions)}"
        for name, recording in zip(names, recordings, strict=True)
        if recording.conversions
    )
    if lines:
        warnings.warn(
            f"{len(lines)} of {len(names)} files were converted ({lines[0]}); "
            f"`conversions` lists them",
            RuntimeWarning,
            stacklevel=3,
        )
    return lines


def _divide(files: int, seed: int) -> dict[str, list[int]]:
    """The files' numbers, a tenth and one at least to validate, as many to test."""
    order = torch.randperm(files, generator=torch.Generator().manual_seed(seed)).tolist()
    held = max(1, files // 10)
    test, valid, train = order[:held], order[held : 2 * held], order[2 * held :]
    return {"train": sorted(train), "valid": sorted(valid), "test": sorted(test)}


def _frames(sounds: list[Tensor], samples: int, mean: float, scale: float) -> Frames:
    """Cut each sound into sequences, and those into what is heard and what follows."""
    sequences = torch.cat([sound.unfold(0, samples, samples) for sound in sounds])
    sequences = (sequences - mean) / scale
    y = sequences[:, HEARD:].unfold(1, WANTED, WANTED)
    x = sequences.unfold(1, HEARD, WANTED)[:, : y.shape[1]]
    return Frames(x.contiguous(), y.contiguous())
