"""What the reproductions share: their options, and how they end."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gru_course.lab.cli.options import Names, device_option, folder_option, json_option
from gru_course.lab.cli.reporting import say
from gru_course.lab.cli.settings import settings_options, stacked

if TYPE_CHECKING:
    from gru_course.results import Results

CELLS = ("rnn", "gru", "lstm")

cells_option = click.option(
    "--cells",
    type=Names(CELLS),
    default=",".join(CELLS),
    show_default=True,
    help="Cells to train: rnn (tanh), gru, lstm.",
)
paper_settings = settings_options(
    "hidden_size", "epochs", "batch_size", "optimizer", "learning_rate", "weight_noise", "patience"
)
study_options = stacked(folder_option(), device_option, json_option, click.pass_context)


def finish(results: "Results", json: Path | None, table: Callable[["Results"], str]) -> None:
    """Print the table, and write what `--json` asks for."""
    from gru_course.results import write_results

    click.echo(table(results))
    if json is not None:
        write_results(json, results)
        say(f"written to {json}")
