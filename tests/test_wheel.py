"""The package as it is handed out: a wheel with all that it needs, which works where no source is.

Nothing is downloaded: hatchling is there already, and so is all that the package depends on.
"""

import json
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
# Run without site: of the environment only its packages are seen, not its link to this source.
IN_AN_EMPTY_PLACE = """
import importlib.metadata, json, sys
target, packages, results = sys.argv[1:]
sys.path[:0] = [target]
sys.path.append(packages)

import gru_course
from gru_press.book.assets import collect
from gru_press.book.pages.head import standalone_page
from gru_course.results import read_results
from gru_course.widgets import ResetGate

(found,) = importlib.metadata.distributions(path=[target])
(command,) = [entry for entry in found.entry_points if entry.group == "console_scripts"]
assets = collect()
page = standalone_page([ResetGate(r=0.25)], assets)
print(json.dumps({
    "from": gru_course.__file__,
    "repr": repr(ResetGate(r=0.25)),
    "assets": len(assets.names),
    "page": page[:15] + page[-8:].strip(),
    "rows": [row.name for row in read_results(results).rows],
}))
sys.stdout.flush()
command.load()(["--help"])
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("built")
    words = ["build", "--directory", str(folder)]
    subprocess.run([sys.executable, "-m", "hatchling", *words], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    (wheel,) = built.glob("*.whl")
    return wheel


def test_the_wheel_holds_what_the_source_holds(wheel):
    held = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}
    source = {
        path.relative_to(ROOT / "src").as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    results = (ROOT / "chapters" / "results").iterdir()
    assert held == source | {f"gru_course/measured/{file.name}" for file in results}
    kinds = {Path(name).suffix for name in held if not name.endswith("py.typed")}
    assert {".py", ".js", ".css", ".html", ".j2", ".json"} <= kinds
    assert "gru_course/py.typed" in held
    assert wheel.stat().st_size < 700_000


def test_the_wheel_works_where_no_source_is(wheel, tmp_path):
    target = tmp_path / "target"
    zipfile.ZipFile(wheel).extractall(target)  # what pip does, but for the command
    packages = sysconfig.get_path("purelib")
    results = ROOT / "chapters" / "results" / "music.json"
    command = [sys.executable, "-I", "-S", "-c", IN_AN_EMPTY_PLACE, target, packages, results]
    done = subprocess.run(
        [str(word) for word in command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said, _, helped = done.stdout.partition("\n")
    told = json.loads(said)
    assert Path(told["from"]) == target / "gru_course" / "__init__.py"
    assert told["repr"].startswith("ResetGate(x=-0.6")
    assert "r=0.25" in told["repr"]
    assert told["assets"] > 20
    assert told["page"] == "<!DOCTYPE html></html>"
    assert told["rows"] == ["rnn", "gru", "lstm"]
    assert helped.startswith("Usage: ")
    assert "reproduce" in helped


def test_the_source_distribution_holds_the_package_and_nothing_that_was_built(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = [name.partition("/")[2] for name in opened.getnames()]
    assert {name.partition("/")[0] for name in names} == {
        "src",
        "chapters",  # the results that downloaded chapters read
        "CHANGELOG.md",
        "LICENSE",
        "LICENSE-TEXT",
        "PKG-INFO",
        "README.md",
        "pyproject.toml",
        ".gitignore",
    }
    assert archive.stat().st_size < 600_000
