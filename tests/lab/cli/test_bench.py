import json

import pytest

from gru_course.lab.bench import suite
from gru_course.lab.bench.measured import Figure

SEEN = [
    Figure(section="speed", case="1,2", what="GRU fast", value=0.41234567, goal=0.45),
    Figure(section="speed", case="1,2", what="RNN fast", value=0.60, goal=0.55),
    Figure(section="memory", case="1,2", what="GRU fast", value=0.5),
]


@pytest.fixture
def measured(monkeypatch):
    """What the command asked for, with figures that are there at once."""
    asked = []

    def measure_all(device, rounds, sections):
        asked.append((device.type, rounds, sections))
        yield from SEEN

    monkeypatch.setattr(suite, "measure_all", measure_all)
    return asked


def test_each_figure_stands_beside_its_goal(course, measured):
    result = course("bench", "--sections", "training,memory", "--rounds", 11, "--device", "cpu")
    assert result.exit_code == 0
    assert measured == [("cpu", 11, ("training", "memory"))]
    lines = result.stdout.splitlines()
    assert lines[0] == "speed"
    assert " ".join(lines[1].split()) == "1,2 GRU fast 0.412 goal 0.45 met"
    assert lines[2].endswith("0.600  goal 0.55 MISSED")
    assert lines[-1] == "1 of 2 goals met"
    assert "cpu, 1 thread, 11 rounds, load" in result.stderr


def test_the_file_has_every_figure_and_where_it_comes_from(course, measured, tmp_path):
    course("bench", "--device", "cpu", "--json", tmp_path / "bench.json")
    document = json.loads((tmp_path / "bench.json").read_text())
    assert document["command"] == "gru-course bench --device cpu"
    assert document["figures"][0]["value"] == 0.4123
    assert [Figure(**figure).is_met for figure in document["figures"]] == [True, False, True]
    assert {"date", "device", "threads", "versions", "load_before", "rounds"} <= set(document)


def test_a_real_section_is_measured(course):
    result = course("bench", "--sections", "witnesses", "--rounds", 1, "--device", "cpu")
    assert result.exit_code == 0
    assert result.stdout.count("NumpyGRUCell") == 2 and result.stdout.count("MinGRU") == 2


def test_ctrl_c_prints_what_is_there_and_leaves_the_file_alone(course, monkeypatch, tmp_path):
    def measure_all(device, rounds, sections):
        yield SEEN[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(suite, "measure_all", measure_all)
    (tmp_path / "bench.json").write_text("the last one")
    result = course("bench", "--json", tmp_path / "bench.json")
    assert result.exit_code == 130
    assert "0.412" in result.stdout
    assert "no file is written" in result.stderr
    assert (tmp_path / "bench.json").read_text() == "the last one"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--sections", "speed"], "each must be one of training, inference, lstm"),
        (["--rounds", "0"], "0 is not in the range x>=1"),
        (["--threads", "none"], "not a valid integer"),
        (["--json", "nowhere/bench.json"], "there is no folder"),
    ],
)
def test_what_cannot_be_measured_is_refused_before_the_work(course, measured, words, complaint):
    result = course("bench", *words)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert measured == []
