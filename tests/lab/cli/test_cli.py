import re
import subprocess
import sys

import click
import pytest

from gru_course import __version__
from gru_course.lab.cli import REFUSALS, main
from gru_course.lab.cli.options import CELL_NAMES
from gru_course.lab.tasks import TASKS
from gru_course.lab.trial import SETTINGS
from gru_course.models import CELLS


def every_command(group=main, path=()):
    """All commands with the words that call them, groups included."""
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            yield from every_command(group.get_command(context, name), (*path, name))


def test_the_commands_are_those_promised():
    found = {" ".join(path) for path, command in every_command() if len(command.params)}
    studies = ("music", "memory", "counting", "speech")
    promised = {"bench", "train", "compare", "sweep", *(f"reproduce {name}" for name in studies)}
    assert found - {""} == promised


@pytest.mark.parametrize("path", [path for path, _ in every_command()], ids=" ".join)
def test_help_explains_every_option_and_gives_an_example(course, path):
    command = dict(every_command())[path]
    text = course(*path, "--help").stdout
    assert text.startswith(f"Usage: {' '.join(('gru-course', *path))} ")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help and option.opts[0] in text
    if not isinstance(command, click.Group):
        assert f"Example:  gru-course {' '.join(path)} " in " ".join(text.split("\n  "))


@pytest.mark.parametrize("command", ["train", "compare", "sweep"])
def test_help_names_every_task_and_every_setting(course, command):
    words = course(command, "--help").stdout.replace(",", " ").replace(".", " ").split()
    assert set(TASKS) <= set(words)
    varied = {"compare": {"cell", "seed", "hidden_size"}}.get(command, set())
    options = {"--" + name.replace("_", "-") for name in set(SETTINGS) - varied}
    assert options <= set(words)


@pytest.mark.parametrize("command", ["train", "compare", "sweep"])
def test_help_names_every_cell(course, command):
    words = re.findall(r"\w+", course(command, "--help").stdout)
    assert set(CELLS) <= set(words)


def test_help_does_not_wait_for_torch():
    code = (
        "import sys; from gru_course.lab.cli import main\n"
        "for words in (['--help'], ['reproduce', 'music', '--help'], ['sweep', '--help']):\n"
        "    main(words, standalone_mode=False)\n"
        "assert not {'torch', 'numpy', 'plotly'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_it_runs_as_a_module_too():
    command = [sys.executable, "-m", "gru_course.lab.cli", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"gru-course {__version__}\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("dance", "No such command 'dance'"),
        ("train", "Missing argument 'TASK'"),
        ("train tango", "task must be one of sine, chorales"),
        ("train sine --cell elman", "'elman' is not one of 'gru', 'lstm', 'rnn'"),
        ("train sine --hidden-size 0", "hidden_size must be at least 1, got 0"),
        ("train sine --hidden-size x", "'x' is not a valid integer"),
        ("train sine --option steps", "an assignment must be like NAME=VALUE, got 'steps'"),
        ("train sine --option speed=3", "an option of the task sine must be one of steps,"),
        ("train sine --option steps=0", "steps must be at least 1, got 0"),
        ("train sine --device tpu", "'tpu' is not one of 'auto', 'cpu', 'cuda', 'mps'"),
        ("train sine --learning-rate 1e30", "training stopped at step"),
        ("train sine --json no/where.json", "there is no folder"),
        ("train sine --save no/where.safetensors", "there is no folder"),
        ("compare sine --cells gru,elman", f"one of {', '.join(CELLS)}, got 'elman'"),
        ("compare sine --cells gru,gru", "each must be given once, got 'gru,gru'"),
        ("compare sine --seeds 3-1", "seeds must rise, by at most 1000, got '3-1'"),
        ("compare sine --seeds 0,x", "seeds must be like 0-4 or 0,3,7, got '0,x'"),
        ("compare sine --seeds 0-3,2", "seeds must differ from each other"),
        ("sweep sine", "Missing option '--vary'"),
        ("sweep sine --vary seed=0,1 --cell elman", "'elman' is not one of 'gru', 'lstm', 'rnn'"),
        ("sweep sine --vary cell=gru,elman", f"cell must be one of {', '.join(CELLS)}, got"),
        ("sweep sine --vary speed=1", "a setting of space must be one of "),
        ("sweep sine --vary learning_rate=1:2:3", "a range must be LOW:HIGH or LOW:HIGH:log"),
        ("sweep sine --vary learning_rate=2:1 --samples 2", "must have finite low < high"),
        ("reproduce dance", "No such command 'dance'"),
        ("reproduce music --data nowhere.mat", "'nowhere.mat' does not exist"),
        ("reproduce music --data pyproject.toml", "pyproject.toml is no readable .mat file"),
        ("reproduce music --cells gru,gru", "each must be given once, got 'gru,gru'"),
        ("reproduce music --cells elman", "each must be one of rnn, gru, lstm, got 'elman'"),
        ("reproduce memory --training-steps 7", "training_steps must be a multiple of 5, got 7"),
        ("reproduce counting --longest 9 --asked 9", "asked must be above longest 9, got 9"),
        ("reproduce memory --json no/where.json", "there is no folder"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(course, words, complaint):
    result = course(*words.split())
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert sum(line.startswith("Error: ") for line in result.stderr.splitlines()) == 1
    assert result.stdout == "" and "Traceback" not in result.stderr


def test_a_device_that_is_none_is_refused(course, monkeypatch):
    monkeypatch.setenv("GRU_COURSE_DEVICE", "abacus")
    result = course("train", "sine")
    assert result.exit_code == 2
    assert "GRU_COURSE_DEVICE must be one of auto, cpu, cuda, mps, got 'abacus'" in result.stderr


def test_a_traceback_is_shown_on_request(course):
    result = course("--traceback", "train", "tango")
    assert isinstance(result.exception, ValueError)


@pytest.mark.parametrize("mistake", [NotImplementedError, RecursionError, KeyError])
def test_a_mistake_of_the_package_keeps_its_traceback(course, monkeypatch, mistake):
    monkeypatch.setattr("gru_course.lab.tasks.make_task", raising(mistake))
    result = course("train", "sine")
    assert isinstance(result.exception, mistake)
    assert result.exit_code == 1 and result.stderr == ""


@pytest.mark.parametrize("error", REFUSALS)
def test_an_error_without_words_is_named(course, monkeypatch, error):
    monkeypatch.setattr("gru_course.lab.tasks.make_task", raising(error))
    result = course("train", "sine")
    assert result.exit_code == 2
    name = error.__name__
    assert result.stderr == (
        f"Error: {name} without a message; gru-course --traceback shows where\n"
    )


def raising(error):
    """A function that raises this error without a message, whatever it is given."""

    def function(*_, **__):
        raise error

    return function


def test_ctrl_c_before_any_work_is_no_traceback(course, monkeypatch):
    monkeypatch.setattr("gru_course.lab.tasks.make_task", raising(KeyboardInterrupt))
    result = course("train", "sine")
    assert result.exit_code == 130
    assert result.stderr == "\nStopped before anything was finished.\n"


def test_the_commands_know_every_cell():
    assert tuple(CELLS) == CELL_NAMES
