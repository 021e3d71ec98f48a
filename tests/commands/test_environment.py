"""The environment: what is installed when, and what is not trusted."""

import shutil
import sys

import pytest

from tests.commands.checkout import interrupt, saying


def test_unchanged_requirements_install_nothing_again(ready):
    ready.environment.set_up()
    assert ready.commands == []


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt", "pyproject.toml"])
def test_changed_requirements_are_installed(ready, name):
    with (ready.places.ROOT / name).open("a") as file:
        file.write("# changed\n")
    ready.environment.set_up()
    assert len(ready.ran("pip install")) == 1


def test_an_extra_is_installed_once_and_then_covers_the_rest(ready):
    for extras in (["test"], ["test"], []):
        ready.environment.set_up(*extras)
    (command,) = ready.ran("pip install")
    assert command.endswith("-e .[test]")


def test_what_was_asked_for_before_stays_with_what_is_asked_for_now(ready):
    for extras in (["test"], ["handout"], ["test"], ["handout"]):
        ready.environment.set_up(*extras)
    first, second = ready.ran("pip install")
    assert first.endswith("-e .[test]")
    assert second.endswith("-e .[handout,test]")


def test_an_interrupted_installation_is_not_trusted(ready):
    (ready.places.ROOT / "constraints.txt").write_text("torch==2.13.0\ntqdm==4.71\n")
    ready.outcomes["pip install"] = interrupt
    with pytest.raises(KeyboardInterrupt):
        ready.environment.set_up()
    (ready.places.ROOT / "constraints.txt").write_text("torch==2.13.0\ntqdm==4.70\n")
    ready.outcomes.clear()
    ready.environment.set_up()
    assert len(ready.ran("pip install")) == 2


def test_an_environment_without_pip_gets_it(ready):
    ready.environment.set_up("test")
    assert ready.asked[-1] == "import pip"
    ready.outcomes["import pip"] = None
    ready.environment.set_up("test", "more")
    assert ready.asked[-1] == "import ensurepip; ensurepip.bootstrap()"


def test_an_environment_that_could_not_be_made_leaves_nothing(checkout):
    checkout.outcomes["-m venv"] = saying("The virtual environment needs ensurepip")
    with pytest.raises(checkout.steps.Failure, match="python3-venv"):
        checkout.environment.set_up()
    assert not checkout.places.VENV.exists()


def test_a_half_installed_package_is_forgotten_before_pip_looks(ready):
    for name in ("whole", "half"):
        (ready.site / f"{name}-1.0.dist-info").mkdir()
    (ready.site / "whole-1.0.dist-info" / "INSTALLER").write_text("pip\n")
    ready.environment.set_up("test")
    assert [folder.name for folder in ready.site.glob("*.dist-info")] == ["whole-1.0.dist-info"]


def test_a_broken_environment_is_made_anew_and_said(ready, capsys):
    (ready.site / "old.py").touch()
    ready.works = False
    ready.environment.set_up()
    assert "does not work and is made anew" in capsys.readouterr().out
    assert not (ready.site / "old.py").exists()
    assert len(ready.ran("pip install")) == 1


@pytest.mark.parametrize(
    ("there", "pin"),
    [
        ("2.9.1+cu130", "2.9.1+cu130"),  # a reader's own torch stays
        ("2.14.0.dev20261101", "2.14.0.dev20261101"),
        ("2.8.0", "2.13.0"),  # pyproject.toml does not allow it
    ],
)
def test_a_torch_that_fits_is_never_replaced(checkout, there, pin):
    checkout.torch = there
    checkout.environment.set_up()
    constraints = (checkout.places.VENV / "constraints.txt").read_text()
    assert constraints == f"numpy==2.4.6\ntorch=={pin}\ntqdm==4.70.1\n"
    assert "constraints" not in (checkout.places.VENV / "requirements.txt").read_text()


@pytest.mark.parametrize(
    ("missing", "tried"),
    [
        ([], ["torch==2.13.0+cpu"]),
        (["+cpu"], ["torch==2.13.0+cpu", "pip install --retries 1 uv", "--torch-backend cpu"]),
        (["+cpu", "1 uv"], ["torch==2.13.0+cpu", "pip install --retries 1 uv"]),
    ],
)
def test_linux_without_a_card_is_spared_cuda(checkout, monkeypatch, capsys, missing, tried):
    monkeypatch.setattr(sys, "platform", "linux")
    checkout.outcomes = dict.fromkeys(missing, False)
    checkout.environment.set_up()
    before = checkout.ran("install")[:-1]  # the last one is for the whole course
    assert [word in command for word, command in zip(tried, before, strict=True)] == [True] * len(
        tried
    )
    assert ("cannot be reached" in capsys.readouterr().out) == (len(missing) == 2)


@pytest.mark.parametrize(("platform", "card"), [("linux", True), ("darwin", False)])
def test_other_machines_take_the_usual_torch(checkout, monkeypatch, platform, card):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(checkout.environment, "has_nvidia_card", lambda: card)
    checkout.environment.set_up()
    assert len(checkout.ran("install")) == 1


@pytest.mark.parametrize(
    ("chatter", "sentence"),
    [
        ("WARNING: Retrying: NewConnectionError(...)\nERROR: No matching", "there is no network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("WARNING: a\nERROR: \x1b[31mResolutionImpossible\x1b[0m", "ERROR: ResolutionImpossible"),
    ],
)
def test_a_failed_installation_names_its_cause_and_its_log(ready, chatter, sentence):
    ready.outcomes["pip install"] = saying(chatter)
    with pytest.raises(ready.steps.Failure) as failed:
        ready.environment.set_up("test")
    assert str(failed.value).startswith(f"The packages could not be installed: {sentence}")
    assert "_build/logs/pip.log" in str(failed.value)


def test_a_full_disk_is_named_even_if_the_log_is_lost(checkout, monkeypatch):
    usage = shutil.disk_usage(checkout.places.ROOT)._replace(free=4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    checkout.outcomes["-m venv"] = saying("")
    with pytest.raises(checkout.steps.Failure, match="could be made: the disk is full"):
        checkout.environment.set_up()
