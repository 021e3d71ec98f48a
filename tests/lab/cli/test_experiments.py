import importlib.metadata
import json

from distributed import LocalCluster

from gru_course.lab.comparison import Comparison

TASK = ("sine", "--option", "steps=6", "--option", "train=32", "--epochs", 2)


def test_compare_has_a_line_for_each_cell_and_each_baseline(course, tmp_path):
    file = tmp_path / "sine.json"
    words = ("compare", *TASK, "--cells", "gru, rnn", "--seeds", "0-2", "--size", 200)
    result = course(*words, "--json", file)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["GRU", "Elman", "persistence", "exact"]
    assert len(result.stderr.splitlines()) == 6 + 1
    written = json.loads(file.read_text())
    assert Comparison.from_dict(written["comparison"]).table() == result.stdout[:-1]
    assert written["command"].startswith("gru-course compare sine --option steps=6 --option train=")


def test_compare_takes_equal_units_and_any_seeds(course, tmp_path):
    words = ("compare", *TASK, "--cells", "gru,rnn", "--budget", "units", "--size", 3)
    result = course(*words, "--seeds", "4,2")
    assert [line.split()[1] for line in result.stdout.splitlines()[1:3]] == ["3", "3"]
    assert "seed 4" in result.stderr and "seed 2" in result.stderr


def test_kept_runs_keep_the_versions_they_were_made_with(course, tmp_path, monkeypatch):
    words = ("compare", *TASK, "--cells", "gru", "--size", 100, "--folder", tmp_path / "runs")
    ours = importlib.metadata.version("torch")
    assert "origin" not in course(*words, "--seeds", "0").stdout
    monkeypatch.setattr(importlib.metadata, "version", lambda package: "9.9")
    result = course(*words, "--seeds", "0,1", "--json", tmp_path / "both.json")
    written = json.loads((tmp_path / "both.json").read_text())
    outcomes = written["comparison"]["outcomes"]["gru"]
    assert [each["versions"]["torch"] for each in outcomes] == [ours, "9.9"]
    assert "versions" not in written and "device" not in written
    note = result.stdout.splitlines()[-1]
    assert note.startswith("runs of different origin: torch ") and f"torch {ours} and 9.9" in note


def test_sweep_ranks_a_grid_and_goes_on_with_what_is_new(course, tmp_path):
    words = ("sweep", *TASK, "--folder", tmp_path / "runs", "--vary", "max_lag=none, 6")
    first = course(*words, "--vary", "hidden_size=2")
    assert first.exit_code == 0
    one, two = first.stderr.splitlines()
    assert one.startswith("sine 1/2  gru of 2, max_lag None, seed 0: validation ")
    assert two.startswith("sine 2/2  gru of 2, max_lag 6, seed 0: validation ")
    more = course(*words, "--vary", "hidden_size=2,3", "--json", tmp_path / "sweep.json")
    assert more.stderr.splitlines()[0] == "sine 2/4  kept from before"
    assert len(more.stderr.splitlines()) == 1 + 2 + 1
    outcomes = json.loads((tmp_path / "sweep.json").read_text())["sweep"]["outcomes"]
    assert sorted(each["trial"]["hidden_size"] for each in outcomes) == [2, 2, 3, 3]


def test_sweep_draws_from_ranges(course, tmp_path):
    words = ("sweep", *TASK, "--vary", "learning-rate=1e-3:1e-1:log", "--vary", "hidden_size=2:5")
    result = course(*words, "--samples", 3, "--json", tmp_path / "sweep.json")
    outcomes = json.loads((tmp_path / "sweep.json").read_text())["sweep"]["outcomes"]
    assert result.exit_code == 0 and len(outcomes) == 3
    for each in outcomes:
        assert each["trial"]["hidden_size"] in {2, 3, 4, 5}
        assert 1e-3 <= each["trial"]["learning_rate"] <= 1e-1


def test_sweep_trains_on_a_cluster(course):
    here = {"host": "127.0.0.1", "protocol": "tcp", "dashboard_address": None}
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, **here) as cluster:
        words = ("sweep", *TASK, "--vary", "hidden_size=2,3")
        result = course(*words, "--scheduler", cluster.scheduler_address)
    alone = course(*words)
    assert result.exit_code == 0
    assert losses(result.stdout) == losses(alone.stdout)


def losses(table):
    """The validation loss of each line, by the number of units."""
    return {line.split()[0]: line.split()[-1] for line in table.splitlines()[1:3]}


def test_a_scheduler_that_does_not_answer_is_named(course, monkeypatch):
    monkeypatch.setattr("gru_course.lab.cluster.CONNECT_SECONDS", 0.2)
    result = course("sweep", *TASK, "--vary", "seed=0,1", "--scheduler", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert "scheduler must be the address of a Dask scheduler that runs" in result.stderr
