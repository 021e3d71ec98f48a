import json
from datetime import date

import pytest

from gru_course.results import (
    PACKAGES,
    Results,
    ResultsError,
    Row,
    installed_versions,
    measure,
    read_results,
    write_results,
)


@pytest.fixture
def results():
    measures = {"test": measure([8.6, 8.62, 8.61]), "solved_at": measure([145, None, 147])}
    return Results(
        command="gru-course reproduce music",
        config={"clip_norm": 1.0},
        seeds=(0, 1, 2),
        rows=(Row("gru", {"hidden_size": 46}, measures),),
        beside={"uniform": 61.0},
        device="cpu",
        threads=1,
    )


def test_three_numbers_by_hand():
    """Mean 2, standard deviation 1; Student's t is 4.303 with two degrees of freedom."""
    found = measure([1, 2, 3])
    assert found.mean == 2
    assert found.interval == (-0.484138, 4.48414)  # 2 -+ 4.303 / sqrt(3)
    assert found.one_run == (-2.96828, 6.96828)  # 2 -+ 4.303 sqrt(4 / 3)


def test_one_seed_has_no_interval_and_a_task_never_solved_no_mean():
    assert measure([3.0]).mean == 3 and measure([3.0]).interval is None
    assert measure([3.0, None]).mean is None and measure([]).mean is None


def test_numbers_keep_six_digits():
    assert measure([8.6123456789]).per_seed == (8.61235,)


def test_what_was_written_is_read(tmp_path, results):
    path = tmp_path / "music.json"
    write_results(path, results)
    assert read_results(path) == results
    assert [file.name for file in tmp_path.iterdir()] == ["music.json"]


def test_the_file_says_where_its_numbers_come_from(tmp_path, results):
    path = tmp_path / "music.json"
    write_results(path, results)
    document = json.loads(path.read_text())
    assert abs(date.fromisoformat(document["date"]) - date.today()).days <= 1  # UTC
    assert set(document["versions"]) == {"python", *PACKAGES}
    assert document["versions"] == installed_versions()
    assert (document["device"], document["threads"], document["seeds"]) == ("cpu", 1, [0, 1, 2])


def test_a_list_of_numbers_is_one_line(tmp_path, results):
    path = tmp_path / "music.json"
    write_results(path, results)
    lines = [line.strip() for line in path.read_text().splitlines()]
    assert '"per_seed": [8.6, 8.62, 8.61],' in lines and '"seeds": [0, 1, 2],' in lines
    assert '"per_seed": [145.0, null, 147.0],' in lines


def test_a_package_that_is_not_there_is_absent(monkeypatch):
    monkeypatch.setattr("gru_course.results.PACKAGES", ("no-such-package",))
    assert installed_versions()["no-such-package"] == "absent"


def test_a_row_is_found_by_name(results):
    assert results.row("gru").config == {"hidden_size": 46}
    with pytest.raises(ValueError, match="name must be one of gru, got 'lstm'"):
        results.row("lstm")


def test_every_seed_has_its_number(results):
    with pytest.raises(ValueError, match="test of gru must have 3 numbers, one per seed, got 2"):
        Results(**vars(results) | {"rows": (Row("gru", {}, {"test": measure([1, 2])}),)})


def test_a_failed_write_leaves_the_old_file(tmp_path, results):
    path = tmp_path / "music.json"
    write_results(path, results)
    unwritable = Results(**vars(results) | {"beside": {"uniform": float("nan")}})
    with pytest.raises(ValueError, match="JSON compliant"):
        write_results(path, unwritable)
    assert read_results(path) == results
    assert [file.name for file in tmp_path.iterdir()] == ["music.json"]


def test_a_disk_that_refuses_at_the_end_leaves_the_old_file(tmp_path, results, monkeypatch):
    def refuse(*paths):
        raise OSError("no space left on device")

    path = tmp_path / "music.json"
    write_results(path, results)
    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="no space left"):
        write_results(path, Results(**vars(results) | {"threads": results.threads + 1}))
    assert read_results(path) == results
    assert [file.name for file in tmp_path.iterdir()] == ["music.json"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("8.62", "8.52", "were changed after they were written; run the command"),
        ('"format": 1', '"format": 9', "must be of format 1, got 9"),
        ("}\n", "", "are no JSON"),
    ],
)
def test_a_file_changed_by_hand_is_refused(tmp_path, results, old, new, complaint):
    path = tmp_path / "music.json"
    write_results(path, results)
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ResultsError, match=rf"results .*music\.json {complaint}"):
        read_results(path)


@pytest.mark.parametrize("content", ["[]", "3", "{}"])
def test_json_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "music.json"
    path.write_text(content)
    with pytest.raises(ResultsError, match="must be of format 1, got None"):
        read_results(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ResultsError, match=r"music\.json cannot be read: No such file"):
        read_results(tmp_path / "music.json")
