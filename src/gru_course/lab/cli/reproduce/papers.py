"""The comparisons of Chung et al. (2014): music, and speech."""

from pathlib import Path
from typing import Any

import click

from gru_course.lab.cli.keeping import keeping
from gru_course.lab.cli.options import command_line, seeds_option
from gru_course.lab.cli.reporting import chosen_device, progress
from gru_course.lab.cli.reproduce.common import cells_option, finish, paper_settings, study_options
from gru_course.lab.cli.settings import given


@click.command(
    epilog="Example:  gru-course reproduce music --cells gru --seeds 0-4 --json music.json"
)
@click.option(
    "--data",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Piano rolls in a .mat file (traindata, validdata, testdata) instead of the chorales.",
)
@click.option(
    "--paper-row",
    type=click.Choice(["chorales", "nottingham", "musedata", "piano-midi"]),
    help="The paper's row to show; with --data none is shown unless it is named.",
)
@cells_option
@seeds_option("0-4")
@click.option("--dropped", type=float, help="Share of the input's notes left out at training.")
@paper_settings
@study_options
def music(
    ctx: click.Context,
    /,
    data: Path | None,
    paper_row: str | None,
    cells: tuple[str, ...],
    seeds: tuple[int, ...],
    folder: Path | None,
    device: str | None,
    json: Path | None,
    **settings: Any,
) -> None:
    """Chung et al.'s music table.

    Tanh, GRU and LSTM, their recurrences of about equal size: nats per time step on the test part,
    padding left out, chosen on validation; beside it the paper's row, of slightly other cells and
    pieces, and what guessing costs. Every run takes some seconds on one core.
    """
    from gru_course.lab.reproduce.music import music_results, music_study, music_table
    from gru_course.lab.reproduce.study import run_study

    study = music_study(data, cells=cells, seeds=seeds, **given(settings))
    device = chosen_device(device)
    if data is None and paper_row is None:
        paper_row = "chorales"
    with keeping(ctx, folder) as kept:
        with progress("music") as on_progress:
            rows = run_study(study, folder=kept, device=device, on_progress=on_progress)
        results = music_results(
            study, rows, paper_row=paper_row, command=command_line(ctx), device=device
        )
        finish(results, json, music_table)


@click.command(epilog="Example:  gru-course reproduce speech --recordings my_voice --seeds 0-2")
@click.option(
    "--recordings",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Three .wav files or more to learn from, instead of synthetic speech.",
)
@click.option("--rate", type=int, default=8000, show_default=True, help="Samples per second.")
@cells_option
@seeds_option("0-2")
@paper_settings
@study_options
def speech(
    ctx: click.Context,
    /,
    recordings: Path | None,
    rate: int,
    cells: tuple[str, ...],
    seeds: tuple[int, ...],
    folder: Path | None,
    device: str | None,
    json: Path | None,
    **settings: Any,
) -> None:
    """Chung et al.'s speech task, on other speech.

    Tanh, GRU and LSTM at the paper's sizes hear 20 samples and say how the next 10 are distributed,
    beside what guessing costs. The paper's recordings are private. Without recordings of your own a
    machine speaks; its engine comes with gru-course[speech]. Every run takes about half a minute on
    one core.
    """
    from gru_course.lab.reproduce.speech import speech_results, speech_study, speech_table
    from gru_course.lab.reproduce.study import run_study

    study = speech_study(recordings, cells=cells, seeds=seeds, rate=rate, **given(settings))
    device = chosen_device(device)
    with keeping(ctx, folder) as kept:
        with progress("speech") as on_progress:
            rows = run_study(study, folder=kept, device=device, on_progress=on_progress)
        results = speech_results(study, rows, command=command_line(ctx), device=device)
        finish(results, json, speech_table)
