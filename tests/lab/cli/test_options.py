import click
import pytest
from click.testing import CliRunner

from gru_course.lab.cli.options import (
    CELL_NAMES,
    Names,
    Seeds,
    command_line,
    file_option,
    folder_option,
)
from gru_course.models import CELLS


@pytest.mark.parametrize(
    ("words", "seeds"),
    [("0", (0,)), ("0-2", (0, 1, 2)), ("7,3", (7, 3)), ("5,0-2,9", (5, 0, 1, 2, 9)), ("4-4", (4,))],
)
def test_seeds_are_numbers_and_ranges(words, seeds):
    assert Seeds().convert(words, None, None) == seeds


@pytest.mark.parametrize("words", ["", "-1", "1.5", "1,,2", "2-1", "0-1000", "1,1", "1-2-3", "²"])
def test_other_words_are_no_seeds(words):
    with pytest.raises(click.BadParameter, match="seeds must "):
        Seeds().convert(words, None, None)


@pytest.mark.parametrize("words", ["rnn,gru", "rnn, gru", " rnn ,gru "])
def test_names_keep_their_order_and_lose_their_spaces(words):
    assert Names(("gru", "rnn")).convert(words, None, None) == ("rnn", "gru")


def test_the_cells_are_those_that_models_have():
    assert tuple(CELLS) == CELL_NAMES


@pytest.mark.parametrize("words", ["", "gru,", "GRU", "gru,gru", "gru, gru"])
def test_other_names_are_refused(words):
    with pytest.raises(click.BadParameter, match="each must be "):
        Names(("gru", "rnn")).convert(words, None, None)


@click.command("study")
@click.argument("task")
@click.option("--seeds", type=Seeds(), default="0-4")
@click.option("--option", multiple=True)
@click.option("--rate", type=float)
@file_option("--data", "")
@file_option("--json", "")
@folder_option()
@click.pass_context
def study(ctx, **_):
    click.echo(command_line(ctx))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("sine", "study sine"),
        ("sine --seeds 0-2", "study sine --seeds 0,1,2"),
        ("sine --seeds=1 --rate 1e-3", "study sine --seeds 1 --rate 0.001"),
        ("--option b=2 sine --option a=1", "study sine --option b=2 --option a=1"),
        ("sine --json {0}/x.json --folder {0}/runs", "study sine"),
        ("sine --data {0}/x.mat", "study sine --data x.mat"),
    ],
)
def test_the_command_line_has_what_decides_the_numbers_and_no_folders(tmp_path, words, line):
    result = CliRunner().invoke(study, words.format(tmp_path).split())
    assert result.stdout == line + "\n"


def test_the_command_line_can_be_typed():
    result = CliRunner().invoke(study, ["two words"])
    assert result.stdout == "study 'two words'\n"
