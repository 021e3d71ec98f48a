"""The lock is what is tested: each fault in one sentence, and none here."""

from pathlib import Path

import pytest

from commands import locked

ROOT = Path(__file__).parents[2]
PINNED = {"numpy": "2.4.6", "torch": "2.13.0"}


@pytest.mark.parametrize(
    ("here", "wanted", "said"),
    [
        ({"numpy": "2.4.6", "pip": "25"}, {"numpy", "torch"}, None),
        ({"numpy": "2.5"}, {"numpy", "torch"}, "numpy==2.5, which is installed; it has numpy==2.4"),
        ({"tqdm": "4.7"}, {"numpy", "torch"}, "tqdm==4.7, which is installed; it has no tqdm"),
        ({}, {"numpy"}, "only what an extra needs, and none needs torch"),
    ],
)
def test_the_first_fault_is_named(here, wanted, said):
    found = locked.fault(PINNED, here, wanted)
    assert found is None if said is None else said in found


def test_names_are_read_as_pip_reads_them():
    text = "# a comment\nJinja2==3.1.6\nruamel.yaml==1\nmypy_extensions==1.2.0\n"
    assert locked.pins(text) == {"jinja2": "3.1.6", "ruamel-yaml": "1", "mypy-extensions": "1.2.0"}


def test_every_pin_is_needed_and_everything_needed_is_pinned(monkeypatch):
    monkeypatch.chdir(ROOT)
    pinned, here = locked.pins((ROOT / "constraints.txt").read_text("utf-8")), locked.installed()
    wanted = locked.needed()
    assert pinned.keys() - wanted - locked.TOOLS == set()
    missing = {name for name in wanted & here.keys() if pinned.get(name) != here[name]}
    assert missing - locked.TOOLS == set()


def test_a_requirement_of_one_platform_or_one_python_counts():
    asked = dict(locked._asked_by("gru-course", frozenset({"book"})))
    assert "tdewolff-minify" in asked  # not on macOS
    assert "pytest" not in asked
    assert list(locked._asked_by("no-such-package", frozenset())) == []


def test_the_command_says_what_is_wrong(ready):
    ready.outcomes["-m commands.locked"] = False
    with pytest.raises(ready.steps.Failure, match="The lock is not what is tested"):
        ready.environment.check_lock()
