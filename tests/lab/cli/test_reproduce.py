import json
import os

import numpy as np
import pytest

from gru_course.data.formats.wav import write_wav
from gru_course.results import read_results

SMALL = ("--hidden-size", 3, "--epochs", 2)


def test_music_on_a_file_of_ones_own(course, mat_file, tmp_path, own_cache):
    file = tmp_path / "music.json"
    words = ("reproduce", "music", "--data", mat_file, "--seeds", "0-1", "--json", file, *SMALL)
    result = course(*words)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "nats per time step, mean of 2 seeds"
    assert [line.split()[0] for line in lines[3:6]] == ["tanh", "GRU", "LSTM"]
    log = result.stderr.splitlines()
    assert [line.split("  ")[0] for line in log[:-1]] == [f"music {n}/6" for n in range(1, 7)]
    assert log[-1] == f"written to {file}"

    results = read_results(file)
    assert [row.name for row in results.rows] == ["rnn", "gru", "lstm"]
    assert (results.seeds, results.threads) == ((0, 1), 1)
    assert "paper" not in results.beside
    assert results.command == (
        "gru-course reproduce music --data small.mat --seeds 0,1 --hidden-size 3 --epochs 2"
    )
    assert str(tmp_path) not in file.read_text()
    assert os.listdir(own_cache / "runs") == []


def test_the_papers_row_is_shown_when_it_is_named(course, mat_file):
    words = ("reproduce", "music", "--data", mat_file, "--cells", "gru", "--seeds", 0, *SMALL)
    result = course(*words, "--paper-row", "piano-midi")
    assert result.stdout.splitlines()[3].split()[-1] == "8.82"


def test_a_folder_keeps_the_runs_and_another_call_repeats_none(course, mat_file, tmp_path):
    words = ("reproduce", "music", "--data", mat_file, "--folder", tmp_path / "runs", *SMALL)
    first = course(*words, "--cells", "gru", "--seeds", "0")
    more = course(*words, "--cells", "gru,rnn", "--seeds", "0-1")
    log = more.stderr.splitlines()
    assert log[0] == "music 1/4  kept from before" and len(log) == 4
    again = course(*words, "--cells", "gru", "--seeds", "0")
    assert again.stderr == "music 1/1  kept from before\n"
    assert again.stdout == first.stdout


@pytest.mark.filterwarnings("always:.*is damaged:RuntimeWarning")
def test_a_damaged_result_is_told_in_a_line_and_run_again(course, mat_file, tmp_path):
    words = ("reproduce", "music", "--data", mat_file, "--folder", tmp_path / "runs", *SMALL)
    course(*words, "--cells", "gru", "--seeds", "0-1")
    (damaged, _) = (tmp_path / "runs" / "results").iterdir()
    damaged.write_text("{")
    log = course(*words, "--cells", "gru", "--seeds", "0-1").stderr.splitlines()
    assert log[0].startswith("Warning: ") and log[0].endswith("its trial is run anew")
    assert log[1] == "music 1/2  kept from before" and len(log) == 3


def test_other_pieces_of_the_same_name_are_not_mixed_in(course, mat_file, tmp_path):
    words = ("reproduce", "music", "--data", mat_file, "--folder", tmp_path / "runs", *SMALL)
    course(*words, "--cells", "gru", "--seeds", "0")
    mat_file.write_bytes(mat_file.read_bytes().replace(b"MATLAB", b"matlab", 1))
    result = course(*words, "--cells", "gru", "--seeds", "0")
    assert result.exit_code == 2
    assert "holds another experiment: its data is 'small.mat, SHA-256 " in result.stderr


def test_memory_tells_when_each_seed_had_solved_each_task(course, tmp_path):
    file = tmp_path / "memory.json"
    words = ("reproduce", "memory", "--seeds", 0, "--steps", 4, "--training-steps", 60)
    result = course(*words, "--json", file)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "training steps until the task is solved (never: not in 60)"
    assert len(lines) == 3 + 10 + 1 + 3
    assert lines[-3].startswith("recall: a constant answer costs 2.08 in the test; ")
    results = read_results(file)
    found = results.row("recall: GRU").measures["solved_at"].per_seed[0]
    assert lines[4].split() == ["recall:", "GRU", "4392", f"{found:.0f}", *lines[4].split()[4:]]
    assert found % 5 == 0 and 5 <= found <= 60
    assert 0.9 < 120 * results.beside["solved_below"]["adding"] < 1.1
    assert json.loads(file.read_text())["config"]["steps"] == 4


def test_counting_tells_how_far_each_seed_counts(course, tmp_path):
    file = tmp_path / "counting.json"
    words = ("reproduce", "counting", "--seeds", "0-1", "--longest", 3, "--asked", 6)
    result = course(*words, "--training-steps", 50, "--json", file)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "a^n b^n, trained with n up to 3, asked up to 6: all right up to n ="
    assert len(lines) == 3 + 4 + 3
    results = read_results(file)
    counts = results.row("GRU").measures["counts_to"].per_seed
    assert lines[3].split()[:5] == ["GRU", "7", "255", *(f"{count:.0f}" for count in counts)]
    assert (results.config["longest"], results.config["asked"]) == (3, 6)
    assert results.command == (
        "gru-course reproduce counting --seeds 0,1 --longest 3 --asked 6 --training-steps 50"
    )


def test_music_takes_the_papers_optimiser_and_its_noise(course, mat_file, tmp_path):
    file = tmp_path / "music.json"
    words = ("reproduce", "music", "--data", mat_file, "--cells", "gru", "--seeds", 0, *SMALL)
    paper = ("--optimizer", "rmsprop", "--weight-noise", 0.075)
    assert course(*words, *paper, "--json", file).exit_code == 0
    config = read_results(file).config
    assert (config["optimizer"], config["weight_noise"]) == ("rmsprop", 0.075)
    refused = course(*words, "--optimizer", "sgd")
    assert refused.exit_code == 2
    assert "optimizer must be one of adam, rmsprop, got 'sgd'" in refused.stderr


def test_speech_of_ones_own_stays_unnamed(course, tmp_path):
    folder = tmp_path / "my voice"
    folder.mkdir()
    for number in range(3):
        noise = np.random.default_rng(number).normal(scale=0.2, size=900)
        write_wav(folder / f"{number}.wav", noise, 8000)
    file = tmp_path / "speech.json"
    words = ("reproduce", "speech", "--recordings", folder, "--seeds", "0-1", "--json", file)
    result = course(*words, *SMALL)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "nats per step of speech, mean of 2 seeds"
    assert [line.split()[0] for line in lines[3:6]] == ["tanh", "GRU", "LSTM"]
    results = read_results(file)
    assert results.command.startswith("gru-course reproduce speech --recordings 'my voice' ")
    assert str(tmp_path) not in file.read_text()
    assert results.config["unit"] == "nats per step of speech"


def test_a_disk_that_is_full_at_the_end_loses_no_run(course, mat_file, tmp_path, monkeypatch):
    words = ("reproduce", "music", "--data", mat_file, "--cells", "gru", "--seeds", "0-1", *SMALL)
    words += ("--json", tmp_path / "music.json")
    with monkeypatch.context() as patch:
        patch.setattr("gru_course.results.write_json", full_disk)
        result = course(*words)
    assert result.exit_code == 2 and "No space left on device" in result.stderr
    assert course(*words).stderr.splitlines()[0] == "music 2/2  kept from before"


def full_disk(*_):
    raise OSError(28, "No space left on device")
