"""A downloaded chapter gets the results that the chapters of the repository read."""

import tomllib
from pathlib import Path

from gru_course import stored_results

ROOT = Path(__file__).parents[1]


def test_the_results_are_those_of_the_chapters(tmp_path):
    stored_results.bring_results(tmp_path / "results")
    for file in (ROOT / "chapters" / "results").iterdir():
        assert (tmp_path / "results" / file.name).read_bytes() == file.read_bytes()


def test_results_that_are_there_stay(tmp_path):
    stored_results.bring_results(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_installed_package_has_its_own_copy(tmp_path, monkeypatch):
    (tmp_path / "measured").mkdir()
    (tmp_path / "measured" / "bench.json").write_text("{}")
    monkeypatch.setattr(stored_results, "COPY", tmp_path / "measured")
    stored_results.bring_results(tmp_path / "results")
    assert (tmp_path / "results" / "bench.json").read_text() == "{}"


def test_a_wheel_carries_that_copy():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {"chapters/results": f"gru_course/{stored_results.COPY.name}"}
