import numpy as np
import pytest

from gru_course.data.formats.wav import write_wav
from gru_course.lab.reproduce.speech import speech_results, speech_study, speech_table
from gru_course.lab.reproduce.study import run_study
from gru_course.results import Row, measure

ABOUT = {"command": "gru-course", "device": "cpu"}


@pytest.fixture
def recordings(tmp_path):
    """Three files of noise in the place of speech."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    for number in range(3):
        noise = np.random.default_rng(number).normal(scale=0.2, size=1200)
        write_wav(folder / f"{number}.wav", noise, 8000)
    return folder


def test_the_recurrences_are_of_the_papers_sizes_and_about_equally_large(recordings):
    trials = speech_study(recordings).trials
    assert {name: trial.hidden_size for name, trial in trials.items()} == {
        "rnn": 400,
        "gru": 227,
        "lstm": 195,
    }
    gates = {"rnn": 1, "gru": 3, "lstm": 4}
    counts = [
        gates[name] * trial.hidden_size * (20 + trial.hidden_size + 2)
        for name, trial in trials.items()
    ]
    assert max(counts) < 1.01 * min(counts)


def test_all_cells_share_everything_but_size_and_learning_rate(recordings):
    assert set(speech_study(recordings).varied) == {"cell", "hidden_size", "learning_rate"}
    assert set(speech_study(recordings, hidden_size=4, learning_rate=1e-3).varied) == {"cell"}


def test_other_recordings_make_another_study_and_none_is_named(recordings):
    config = speech_study(recordings).config
    assert config == speech_study(recordings).config
    assert config["unit"] == "nats per step of speech" and str(recordings) not in str(config)
    write_wav(recordings / "1.wav", np.random.default_rng(9).normal(scale=0.2, size=1200), 8000)
    assert speech_study(recordings).config != config


def test_noise_cannot_be_predicted_better_than_its_baseline(recordings, tmp_path):
    study = speech_study(recordings, seeds=(0,), hidden_size=3, epochs=2, learning_rate=1e-3)
    rows = run_study(study, folder=tmp_path / "runs", device="cpu")
    results = speech_results(study, rows, **ABOUT)
    assert list(results.beside["baselines"]) == ["one Gaussian", "persistence", "linear prediction"]
    best = min(results.beside["baselines"].values())
    assert all(row.measures["test"].mean > best - 0.5 for row in results.rows)


def test_the_table_by_hand(recordings):
    study = speech_study(recordings, cells=("gru",), seeds=(0, 1))
    measures = {part: measure([-1.0, -1.2]) for part in ("train", "valid", "test")}
    row = Row("gru", {"parameters": 265383}, measures)
    lines = speech_table(speech_results(study, (row,), **ABOUT)).splitlines()
    assert lines[0] == "nats per step of speech, mean of 2 seeds"
    ours = "-1.100 ± 1.271"
    assert lines[3].split() == f"GRU 227 265383 {ours} {ours} {ours}".split()
    assert [line.split(":")[0] for line in lines[5:8]] == [
        "baseline, one Gaussian",
        "baseline, persistence",
        "baseline, linear prediction",
    ]
