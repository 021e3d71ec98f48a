"""Tasks of what people made: chorales, folk tunes, vowels, speech."""

import math
from functools import partial
from pathlib import Path

from filelock import FileLock

from gru_course.data import chorales as music
from gru_course.data import tunes as abc
from gru_course.data import vowels as utterances
from gru_course.data.cache import cache_folder
from gru_course.data.formats import mat
from gru_course.data.speech import baselines
from gru_course.data.speech import windows as sounds
from gru_course.data.speech.synthetic import make_speech
from gru_course.losses import bernoulli_nll, categorical_nll, gaussian_mixture_nll
from gru_course.training.config import TrainingConfig
from gru_course.validation import positive_integer

GAUSSIANS = 20  # of the mixture that predicts speech, as in Chung et al. (2014)


def chorales(*, data: str | Path | None = None, cache_dir: str | Path | None = None) -> dict:
    """Predict which of 88 keys sound next in Bach's chorales, or in the pieces of a .mat file."""
    rolls = music.load_chorales(cache_dir) if data is None else mat.load_mat(data)
    frequency = music.frequency_baseline(rolls.train, rolls.test)
    return {
        "input_size": music.KEYS,
        "output_size": music.KEYS,
        "train": partial(music.batches, rolls.train),
        "valid": partial(music.batches, rolls.valid),
        "test": partial(music.batches, rolls.test),
        "loss": bernoulli_nll,
        "unit": "nats per time step",
        "baselines": {"how often each key sounds": frequency},
        "output_bias": music.key_log_odds(rolls.train),
        "hidden_size": 46,
        "config": TrainingConfig(epochs=60, batch_size=8, patience=10),
    }


def tunes(*, train: int | None = None) -> dict:
    """Predict the next character of a folk tune in ABC notation, from the first `train` tunes."""
    if train is not None:
        positive_integer("train", train)
    found = abc.load_tunes()
    known, alphabet = found.train[:train], found.alphabet
    return {
        "input_size": len(alphabet),
        "output_size": len(alphabet),
        "train": partial(abc.batches, known, alphabet),
        "valid": partial(abc.batches, found.valid, alphabet),
        "test": partial(abc.batches, found.test, alphabet),
        "loss": categorical_nll,
        "unit": "nats per character",
        "baselines": {
            "all characters alike": abc.uniform_baseline(alphabet),
            "how often each comes": abc.frequency_baseline(known, found.test, alphabet),
        },
        "output_bias": abc.log_frequencies(known, alphabet),
        "hidden_size": 64,
        "config": TrainingConfig(epochs=5),
    }


def vowels(*, valid: int = 6, seed: int = 0) -> dict:
    """Tell which of nine men said "ae"."""
    found = utterances.load_vowels(valid, seed=seed)
    return {
        "input_size": utterances.COEFFICIENTS,
        "output_size": utterances.SPEAKERS,
        "train": partial(utterances.batches, found.train),
        "valid": partial(utterances.batches, found.valid),
        "test": partial(utterances.batches, found.test),
        "loss": categorical_nll,
        "unit": "nats per utterance",
        "baselines": {"all speakers alike": math.log(utterances.SPEAKERS)},
        "config": TrainingConfig(epochs=60, batch_size=16, patience=15),
    }


def speech(
    *,
    folder: str | Path | None = None,
    rate: int = 16000,
    samples: int = 500,
    seed: int = 0,
    cache_dir: str | Path | None = None,
) -> dict:
    """Predict ten samples of speech from the twenty before them; a machine speaks without folder.

    The unit says so when what is heard is synthetic.
    """
    folder = _synthetic_speech(rate, cache_dir) if folder is None else folder
    found = sounds.load_speech(folder, rate=rate, samples=samples, seed=seed)
    return {
        "input_size": sounds.HEARD,
        "output_size": GAUSSIANS * (1 + 2 * sounds.WANTED),
        "train": tuple(found.train),
        "valid": tuple(found.valid),
        "test": tuple(found.test),
        "loss": gaussian_mixture_nll,
        "unit": f"nats per step of {'synthetic ' if found.synthetic else ''}speech",
        "baselines": {
            "one Gaussian": baselines.one_gaussian(found.train, found.test),
            "persistence": baselines.persistence(found.train, found.test),
            "linear prediction": baselines.linear_prediction(found.train, found.test),
        },
        "hidden_size": 128,
        "config": TrainingConfig(epochs=20, learning_rate=1e-3),
    }


def _synthetic_speech(rate: int, cache_dir: str | Path | None) -> Path:
    """The folder in the cache where the machine's speech is, after it has spoken once."""
    folder = cache_folder(cache_dir) / f"synthetic-speech-{rate}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):  # several workers may want it at once
        if not (folder / "synthetic-speech.json").exists():  # written when all is spoken
            make_speech(folder, rate=rate)
    return folder
