"""The environment: what is installed when, and what is not trusted."""

import shutil

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
    assert len(ready.ran("uv pip install")) == 1


def test_an_extra_is_installed_once_and_then_covers_the_rest(ready):
    for extras in (["test"], ["test"], []):
        ready.environment.set_up(*extras)
    (command,) = ready.ran("uv pip install")
    assert command.endswith("-e .[test]")


def test_what_was_asked_for_before_stays_with_what_is_asked_for_now(ready):
    for extras in (["test"], ["handout"], ["test"], ["handout"]):
        ready.environment.set_up(*extras)
    first, second = ready.ran("uv pip install")
    assert first.endswith("-e .[test]")
    assert second.endswith("-e .[handout,test]")


def test_an_interrupted_installation_is_not_trusted(ready):
    (ready.places.ROOT / "constraints.txt").write_text("torch==2.13.0\ntqdm==4.71\n")
    ready.outcomes["uv pip install"] = interrupt
    with pytest.raises(KeyboardInterrupt):
        ready.environment.set_up()
    (ready.places.ROOT / "constraints.txt").write_text("torch==2.13.0\ntqdm==4.70\n")
    ready.outcomes.clear()
    ready.environment.set_up()
    assert len(ready.ran("uv pip install")) == 2


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
    assert len(ready.ran("uv pip install")) == 1


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


def test_a_torch_for_this_machine_is_chosen_once(checkout):
    checkout.environment.set_up()
    checkout.torch = "2.13.0+cpu"
    checkout.environment.set_up("test")
    first, second = checkout.ran("uv pip install")
    assert "--torch-backend auto" in first
    assert "--torch-backend" not in second


def test_without_the_builds_of_torch_the_one_that_pip_finds_is_taken(checkout):
    checkout.outcomes["--torch-backend"] = False
    checkout.environment.set_up()
    *_, chosen, found, rest = checkout.commands
    assert "--torch-backend auto" in chosen
    assert found.endswith("-m pip install --no-compile torch==2.13.0")
    assert "uv pip install" in rest and "--torch-backend" not in rest


@pytest.mark.parametrize(
    ("chatter", "sentence"),
    [
        ("WARNING: Retrying: NewConnectionError(...)\nERROR: No matching", "there is no network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("WARNING: a\nERROR: \x1b[31mResolutionImpossible\x1b[0m", "ERROR: ResolutionImpossible"),
        ("error: Request failed\n  cause: dns error", "there is no network"),
        ("error: No solution found", "error: No solution found"),
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
