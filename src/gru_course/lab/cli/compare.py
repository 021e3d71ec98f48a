"""`gru-course compare`: several cells on one task, on equal terms."""

from pathlib import Path
from typing import Any

import click

from gru_course.lab.cli.keeping import keeping
from gru_course.lab.cli.options import (
    CELL_NAMES,
    Names,
    seeds_option,
)
from gru_course.lab.cli.reporting import chosen_device, hand_over, progress
from gru_course.lab.cli.settings import (
    SETTINGS,
    given,
    runs_options,
    settings_options,
    task_arguments,
    task_of,
)

SHARED = tuple(name for name in SETTINGS if name != "hidden_size")  # which the budget decides


@click.command(
    epilog="Example:  gru-course compare sine --cells gru,rnn --seeds 0-4 --json sine.json"
)
@task_arguments
@click.option(
    "--cells",
    type=Names(CELL_NAMES),
    default="gru,lstm,rnn",
    show_default=True,
    help=f"Some of {', '.join(CELL_NAMES)}, parted by commas.",
)
@seeds_option("0-4")
@click.option(
    "--budget",
    type=click.Choice(["parameters", "units"]),
    default="parameters",
    show_default=True,
    help="What all cells have alike.",
)
@click.option("--size", type=int, help="How many of them; a GRU's of the task's own size if none.")
@settings_options(*SHARED)
@runs_options
def compare(
    ctx: click.Context,
    task: str,
    options: tuple[str, ...],
    cells: tuple[str, ...],
    seeds: tuple[int, ...],
    budget: str,
    size: int | None,
    folder: Path | None,
    jobs: int,
    scheduler: str | None,
    device: str | None,
    json: Path | None,
    **settings: Any,
) -> None:
    """Train several cells on one task.

    They have equally many parameters, or units; the table has means and 95 % intervals over the
    seeds, and the baselines. TASK is sine, chorales, tunes, vowels, speech, adding, recall, copy or
    counting.
    """
    from gru_course.lab.compare import compare as compare_cells
    from gru_course.lab.one_at_a_time import THREADS

    task = task_of(task, options)
    device = chosen_device(device)
    with keeping(ctx, folder) as kept:
        with progress(task.name) as on_progress:
            comparison = compare_cells(
                task,
                cells,
                seeds=seeds,
                budget=budget,
                size=size,
                folder=kept,
                jobs=jobs,
                scheduler=scheduler,
                device=device,
                on_progress=on_progress,
                **given(settings),
            )
        click.echo(comparison.table())
        hand_over(ctx, json, {"threads": THREADS, "comparison": comparison.to_dict()})
