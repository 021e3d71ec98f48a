"""Chapters are run and cleaned, or left as they are."""

import re

import pytest

from tests.commands.checkout import COURSE, TRACEBACK, saying


def test_a_chapter_that_raises_while_it_is_cleaned_is_left_alone(built):
    chapter = built.places.ROOT / "chapters" / "one.ipynb"
    before = chapter.read_text()
    built.outcomes["nbconvert"] = saying(TRACEBACK)
    with pytest.raises(built.steps.Failure, match=r"one.ipynb: code cell 4 raised ValueError: bad"):
        built.notebooks.run_chapters(["on"])
    assert chapter.read_text() == before


def test_lab_keeps_its_token_and_listens_to_this_machine(ready):
    ready.notebooks.open_lab(["--no-browser", "--port=9999"])
    [command] = ready.commands
    assert "--no-browser --port=9999 --ip=127.0.0.1 chapters" in command
    options = command.partition(" -m ")[2]
    assert "token" not in options and "password" not in options


@pytest.mark.parametrize(
    "word",
    [
        "--ip=0.0.0.0",
        "--ip",
        "--ServerApp.ip=*",
        "--ServerApp.token=",
        "--NotebookApp.token=''",
        "--IdentityProvider.token=",
        "--identityprovider.TOKEN=",
        "--PasswordIdentityProvider.hashed_password=",
        "--ServerApp.password=",
        "--ServerApp.password_required=False",
        "--ServerApp.allow_unauthenticated_access=True",
        "--ServerApp.allow_origin=*",
        "--ServerApp.allow_remote_access=True",
        "--ServerApp.disable_check_xsrf=True",
        "--ServerApp.identity_provider_class=Nobody",
        "--ServerApp.authorizer_class=Everybody",
        "--config=mine.py",
        "--ServerApp.config_file=mine.py",
        "--ServerApp.sock=/tmp/lab",
        "--sock-mode=0666",
        "--ServerApp.tornado_settings={}",
    ],
)
def test_no_option_opens_lab_to_others(ready, word):
    with pytest.raises(ready.steps.Failure, match="would open JupyterLab to others"):
        ready.notebooks.open_lab(["--no-browser", word])
    assert ready.commands == []


def test_a_cell_may_take_as_long_as_in_the_book(built):
    built.notebooks.run_chapters(["one"])
    (seconds,) = re.findall(r"timeout: (\d+)", (COURSE / "_config.yml").read_text("utf-8"))
    assert f" --ExecutePreprocessor.timeout={seconds} " in built.ran("nbconvert")[0]
