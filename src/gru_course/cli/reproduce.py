"""`gru-course reproduce`: published and stated results, run again beside their source."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gru_course.cli.keeping import keeping
from gru_course.cli.options import (
    Names,
    command_line,
    device_option,
    folder_option,
    json_option,
    seeds_option,
)
from gru_course.cli.reporting import chosen_device, progress, say
from gru_course.cli.settings import given, settings_options

if TYPE_CHECKING:
    from gru_course.results import Results


CELLS = ("rnn", "gru", "lstm")


@click.group()
def reproduce() -> None:
    """Run a known result again."""


@reproduce.command(
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
@click.option(
    "--cells",
    type=Names(CELLS),
    default=",".join(CELLS),
    show_default=True,
    help="Cells to train: rnn (tanh), gru, lstm.",
)
@seeds_option("0-4")
@click.option("--dropped", type=float, help="Share of the input's notes left out at training.")
@settings_options(
    "hidden_size", "epochs", "batch_size", "optimizer", "learning_rate", "weight_noise", "patience"
)
@folder_option()
@device_option
@json_option
@click.pass_context
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
    from gru_course.reproduce.music import music_results, music_study, music_table
    from gru_course.reproduce.study import run_study

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
        _finish(results, json, music_table)


@reproduce.command(epilog="Example:  gru-course reproduce memory --seeds 0-2 --json memory.json")
@seeds_option("0-2")
@click.option("--steps", type=int, default=100, show_default=True, help="T, the lag to bridge.")
@click.option(
    "--training-steps", type=int, default=500, show_default=True, help="Of every run, at most."
)
@folder_option()
@device_option
@json_option
@click.pass_context
def memory(
    ctx: click.Context,
    seeds: tuple[int, ...],
    steps: int,
    training_steps: int,
    folder: Path | None,
    device: str | None,
    json: Path | None,
) -> None:
    """What remembers over 100 steps.

    Elman's network, the GRU and the LSTM, the latter two also with gates that begin with long
    memories, all with as many units and one learning rate. Recall of one of 8 symbols and addition
    of two marked numbers: the table says at which training step each seed had solved its task, and
    its test loss, beside what a constant answer costs.
    """
    from gru_course.reproduce.memory import TASKS, memory_results, memory_study, memory_table
    from gru_course.reproduce.study import run_study

    studies = [
        memory_study(name, seeds=seeds, steps=steps, training_steps=training_steps)
        for name in TASKS
    ]
    device = chosen_device(device)
    rows = []
    with keeping(ctx, folder) as kept:
        for study in studies:
            place = kept / study.name
            with progress(study.name, ("max_lag",)) as on_progress:
                rows.append(run_study(study, folder=place, device=device, on_progress=on_progress))
        results = memory_results(studies, rows, command=command_line(ctx), device=device)
        _finish(results, json, memory_table)


@reproduce.command(
    epilog="Example:  gru-course reproduce counting --seeds 0-4 --json counting.json"
)
@seeds_option("0-4")
@click.option("--longest", type=int, default=20, show_default=True, help="Greatest n in training.")
@click.option("--asked", type=int, default=100, show_default=True, help="Greatest n asked after.")
@click.option(
    "--training-steps", type=int, default=3000, show_default=True, help="Of every run, at most."
)
@folder_option()
@device_option
@json_option
@click.pass_context
def counting(
    ctx: click.Context,
    seeds: tuple[int, ...],
    longest: int,
    asked: int,
    training_steps: int,
    folder: Path | None,
    device: str | None,
    json: Path | None,
) -> None:
    """How far a GRU and an LSTM count.

    Words of n times a and n times b: when does the last b come? Both cells, of about as many
    parameters, are trained on short words, each from torch's start and with gates that begin with
    long memories. The table says up to which n every word is right, seed by seed.
    """
    from gru_course.reproduce.counting import counting_results, counting_study, counting_table
    from gru_course.reproduce.study import run_study

    study = counting_study(seeds=seeds, longest=longest, asked=asked, training_steps=training_steps)
    device = chosen_device(device)
    with keeping(ctx, folder) as kept:
        with progress("counting", ("max_lag",)) as on_progress:
            rows = run_study(study, folder=kept, device=device, on_progress=on_progress)
        results = counting_results(study, rows, command=command_line(ctx), device=device)
        _finish(results, json, counting_table)


@reproduce.command(epilog="Example:  gru-course reproduce speech --recordings my_voice --seeds 0-2")
@click.option(
    "--recordings",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Three .wav files or more to learn from, instead of synthetic speech.",
)
@click.option("--rate", type=int, default=8000, show_default=True, help="Samples per second.")
@click.option(
    "--cells",
    type=Names(CELLS),
    default=",".join(CELLS),
    show_default=True,
    help="Cells to train: rnn (tanh), gru, lstm.",
)
@seeds_option("0-2")
@settings_options(
    "hidden_size", "epochs", "batch_size", "optimizer", "learning_rate", "weight_noise", "patience"
)
@folder_option()
@device_option
@json_option
@click.pass_context
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
    from gru_course.reproduce.speech import speech_results, speech_study, speech_table
    from gru_course.reproduce.study import run_study

    study = speech_study(recordings, cells=cells, seeds=seeds, rate=rate, **given(settings))
    device = chosen_device(device)
    with keeping(ctx, folder) as kept:
        with progress("speech") as on_progress:
            rows = run_study(study, folder=kept, device=device, on_progress=on_progress)
        results = speech_results(study, rows, command=command_line(ctx), device=device)
        _finish(results, json, speech_table)


def _finish(results: "Results", json: Path | None, table: Callable[["Results"], str]) -> None:
    from gru_course.results import write_results

    click.echo(table(results))
    if json is not None:
        write_results(json, results)
        say(f"written to {json}")
