import math
import warnings

import numpy as np
import pytest
import torch

from gru_course.data.formats.wav import write_wav
from gru_course.data.speech.baselines import linear_prediction, one_gaussian, persistence
from gru_course.data.speech.windows import PARTS, Frames, load_speech
from gru_course.losses import gaussian_mixture_nll
from gru_course.models import SequenceModel
from gru_course.training import train
from gru_course.training.config import TrainingConfig


def noise(samples, seed):
    """Noise of a narrow band, so that neighbouring samples are alike."""
    white = np.random.default_rng(seed).normal(size=samples)
    return 0.2 * np.convolve(white, np.hanning(15) / 5, mode="same")


@pytest.fixture
def folder(tmp_path):
    for number in range(12):
        write_wav(tmp_path / f"talk{number:02}.wav", noise(1300, number), 16000)
    return tmp_path


def test_the_files_are_divided_and_cut_into_sequences(folder):
    speech = load_speech(folder)
    assert [len(speech.names[part]) for part in PARTS] == [10, 1, 1]
    names = [name for part in PARTS for name in speech.names[part]]
    assert sorted(names) == [f"talk{number:02}.wav" for number in range(12)]
    assert speech.train.x.shape == (20, 48, 20) and speech.train.y.shape == (20, 48, 10)
    assert repr(speech) == (
        "Speech(train=20, valid=2, test=2 sequences at 16000 Hz, "
        "0 files converted, synthetic=False)"
    )


def test_what_is_wanted_follows_what_is_heard(folder):
    speech = load_speech(folder, samples=100)
    x, y = speech.test
    number = int(speech.names["test"][0][4:6])
    raw = torch.as_tensor(noise(1300, number)).float()
    for sequence, step in ((0, 0), (0, 7), (5, 3)):
        start = 100 * sequence + 10 * step
        heard = x[sequence, step] * speech.scale + speech.mean
        wanted = y[sequence, step] * speech.scale + speech.mean
        torch.testing.assert_close(heard, raw[start : start + 20], rtol=0, atol=5e-5)
        torch.testing.assert_close(wanted, raw[start + 20 : start + 30], rtol=0, atol=5e-5)
    assert x.shape == (13, 8, 20)


def test_training_samples_have_mean_0_and_deviation_1(folder):
    x = load_speech(folder, samples=1300).train.x
    assert abs(x.mean().item()) < 0.02
    assert x.std().item() == pytest.approx(1, abs=0.02)


def test_the_seed_alone_divides_the_files(folder):
    names = [load_speech(folder, seed=seed).names for seed in (0, 0, 1, 2)]
    assert names[0] == names[1]
    assert len({name["test"] for name in names}) > 1


def test_conversions_are_done_listed_and_warned_of(folder):
    write_wav(folder / "talk03.wav", noise(900, 3), 8000)
    (folder / "more").mkdir()
    write_wav(folder / "more" / "TALK.WAV", noise(4000, 99), 44100)
    with pytest.warns(RuntimeWarning, match=r"2 of 13 files were converted \(more/TALK.WAV: 44100"):
        speech = load_speech(folder)
    assert speech.conversions == (
        "more/TALK.WAV: 44100 Hz resampled to 16000 Hz",
        "talk03.wav: 8000 Hz resampled to 16000 Hz",
    )
    assert "2 files converted" in repr(speech)


def test_sound_of_the_wanted_rate_is_left_alone(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load_speech(folder, rate=16000).conversions == ()


def test_machine_made_speech_is_known_by_its_name(folder):
    (folder / "talk00.wav").rename(folder / "synthetic-00.wav")
    assert load_speech(folder).synthetic
    assert "synthetic=True" in repr(load_speech(folder))


def test_the_spare_files_of_a_desktop_are_passed_over(folder):
    (folder / "._talk00.wav").write_bytes(b"a Mac's own notes")
    (folder / "readme.txt").write_text("about the talks")
    (folder / "folder.wav").mkdir()
    speech = load_speech(folder)
    assert sum(len(speech.names[part]) for part in PARTS) == 12


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("talk05.wav", lambda path: path.write_text("text"), r"talk05\.wav is no readable PCM"),
        (
            "talk05.wav",
            lambda path: write_wav(path, np.zeros(900), 16000),
            r"talk05\.wav is silent",
        ),
        (
            "talk05.wav",
            lambda path: write_wav(path, noise(499, 1), 16000),
            r"talk05\.wav is too short: it holds 499 samples of 500 for one sequence",
        ),
    ],
)
def test_one_bad_file_is_named(folder, name, make, message):
    make(folder / name)
    with pytest.raises(ValueError, match=message):
        load_speech(folder)


def test_a_folder_must_hold_a_file_for_each_part(tmp_path):
    write_wav(tmp_path / "a.wav", noise(600, 0), 16000)
    with pytest.raises(ValueError, match=r"must hold three \.wav files at least, got 1"):
        load_speech(tmp_path)
    with pytest.raises(ValueError, match=r"folder must be a folder of \.wav files, got .*nowhere"):
        load_speech(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate": 0}, "rate must be at least 1, got 0"),
        ({"samples": 29}, "samples must be at least 30, got 29"),
    ],
)
def test_impossible_options_are_refused(folder, options, message):
    with pytest.raises(ValueError, match=message):
        load_speech(folder, **options)


def test_the_baseline_of_one_gaussian_by_hand():
    y = torch.randn(500, 4, 10)
    frames = Frames(torch.zeros(500, 4, 20), 3 * y + 2)
    entropy = 0.5 * math.log(2 * math.pi * math.e) + math.log(3)
    assert one_gaussian(frames, frames) == pytest.approx(10 * entropy, rel=0.01)


def test_persistence_is_sure_of_a_sound_that_stays():
    x = torch.randn(50, 4, 1).expand(50, 4, 20)
    still = Frames(x, x[..., :10])
    floor = 10 * (0.5 * math.log(2 * math.pi) + math.log(0.01))
    assert persistence(still, still) == pytest.approx(floor)
    assert one_gaussian(still, still) > 10


def test_linear_prediction_knows_a_sine():
    t = torch.arange(30) + 50 * torch.rand(40, 5, 1)
    wave = torch.sin(0.7 * t)
    frames = Frames(wave[..., :20], wave[..., 20:])
    floor = 10 * (0.5 * math.log(2 * math.pi) + math.log(0.01))
    assert linear_prediction(frames, frames) == pytest.approx(floor, abs=1e-3)
    assert persistence(frames, frames) > 5


def test_a_small_gru_trains_on_it(folder):
    speech = load_speech(folder, samples=300)
    model = SequenceModel(20, 8, 5 * 21)
    config = TrainingConfig(epochs=3, batch_size=10, learning_rate=1e-2)
    history = train(
        model, speech.train, speech.valid, config, loss=gaussian_mixture_nll, progress=False
    )
    assert history.valid_loss[-1] < history.valid_loss[0]
    assert history.valid_loss[-1] < one_gaussian(speech.train, speech.valid)
