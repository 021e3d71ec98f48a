import json

import pytest

from gru_course.lab.reproduce.study import Study, run_study
from gru_course.lab.store import FolderError
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import trial_of
from gru_course.results import read_results, write_results


def measures(outcome):
    return {"valid": outcome.valid_loss, "epochs": len(outcome.history)}


@pytest.fixture
def study():
    task = make_task("sine", steps=5, train=8, test=4)
    trials = {cell: trial_of(task, cell=cell, hidden_size=3, epochs=2) for cell in ("gru", "rnn")}
    return Study(name="small", task=task, trials=trials, seeds=(0, 7), measures=measures)


def again(study, **changes):
    return Study(**vars(study) | changes)


def test_a_study_says_what_its_rows_share_and_in_what_they_differ(study):
    assert study.varied == ("cell",)
    assert study.config["hidden_size"] == 3 and "seed" not in study.config
    assert again(study, about={"data": "x"}).config["data"] == "x"


def test_every_row_has_a_number_for_each_seed(study, tmp_path):
    gru, rnn = run_study(study, folder=tmp_path)
    assert (gru.name, gru.config) == ("gru", {"cell": "gru", "parameters": 58})
    assert rnn.config["parameters"] == 22
    assert len(set(gru.measures["valid"].per_seed)) == 2
    assert gru.measures["epochs"].per_seed == (2, 2)


def test_what_is_kept_is_not_run_again(study, tmp_path):
    told = []
    first = run_study(again(study, seeds=(0,)), folder=tmp_path)
    both = run_study(study, folder=tmp_path, on_progress=lambda *done: told.append(done[:2]))
    assert told == [(2, 4), (3, 4), (4, 4)]
    assert both[0].measures["valid"].per_seed[0] == first[0].measures["valid"].per_seed[0]


def test_other_data_need_another_folder(study, tmp_path):
    run_study(again(study, seeds=(0,), about={"data": "a"}), folder=tmp_path)
    with pytest.raises(FolderError, match="its data is 'a', here it is 'b'"):
        run_study(again(study, about={"data": "b"}), folder=tmp_path)


def test_a_run_that_diverges_is_named(study, tmp_path):
    trial = trial_of(study.task, cell="rnn", learning_rate=1e30)
    with pytest.raises(FloatingPointError, match=r"^wild, seed 0: training stopped at "):
        run_study(again(study, trials={"wild": trial}), folder=tmp_path)


def test_its_results_can_be_written_and_read(study, tmp_path):
    rows = run_study(study, folder=tmp_path / "runs")
    results = study.results(rows, beside={"guess": 1.0}, command="gru-course x", device="cpu")
    write_results(tmp_path / "small.json", results)
    assert read_results(tmp_path / "small.json") == results
    assert results.threads == 1 and results.seeds == (0, 7)
    assert json.loads((tmp_path / "small.json").read_text())["config"]["epochs"] == 2
