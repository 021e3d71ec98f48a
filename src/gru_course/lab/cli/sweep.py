"""`gru-course sweep`: many settings on one task, ranked by validation loss."""

from pathlib import Path
from typing import Any

import click

from gru_course.lab.cli.keeping import keeping
from gru_course.lab.cli.options import CELL_NAMES
from gru_course.lab.cli.reporting import chosen_device, hand_over, progress
from gru_course.lab.cli.settings import (
    assignment,
    given,
    once_each,
    runs_options,
    settings_options,
    task_arguments,
    task_of,
    value,
)


@click.command(
    epilog="Example:  gru-course sweep sine --vary cell=gru,rnn --vary learning_rate=1e-3,1e-2 "
    "--folder sine-sweep"
)
@task_arguments
@click.option(
    "--vary",
    metavar="NAME=VALUES",
    multiple=True,
    required=True,
    help="A setting and its values, such as cell=gru,lstm; with --samples also a range LOW:HIGH, "
    "or LOW:HIGH:log; may be given again.",
)
@click.option("--samples", type=int, help="So many combinations at random instead of all.")
@settings_options()
@click.option("--cell", type=click.Choice(CELL_NAMES), help="Of all runs, unless it varies.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of every run and the draws.")
@runs_options
def sweep(
    ctx: click.Context,
    task: str,
    options: tuple[str, ...],
    vary: tuple[str, ...],
    samples: int | None,
    seed: int,
    folder: Path | None,
    jobs: int,
    scheduler: str | None,
    device: str | None,
    json: Path | None,
    **settings: Any,
) -> None:
    """Try many settings on one task.

    Every combination, or a sample of them; the best on validation comes first, and the test loss is
    told of that one only. A sweep that was stopped goes on where it was and repeats nothing, on as
    many machines as a Dask scheduler has. TASK is sine, chorales, tunes, vowels, speech, adding,
    recall, copy or counting.
    """
    from gru_course.lab.one_at_a_time import THREADS
    from gru_course.lab.sweep import sweep as sweep_settings

    task = task_of(task, options)
    device = chosen_device(device)
    space = once_each("--vary", map(_values, vary))
    varied = tuple(name for name in space if name not in ("cell", "hidden_size", "seed"))
    with keeping(ctx, folder) as kept:
        with progress(task.name, varied) as on_progress:
            result = sweep_settings(
                task,
                space,
                folder=kept,
                samples=samples,
                seed=seed,
                jobs=jobs,
                scheduler=scheduler,
                device=device,
                on_progress=on_progress,
                **given(settings),
            )
        click.echo(f"{result.table()}\n\n{result.summary()}")
        hand_over(ctx, json, {"threads": THREADS, "sweep": result.to_dict()})


def _values(text: str) -> tuple[str, Any]:
    """NAME=A,B,C as a list of values; NAME=LOW:HIGH or NAME=LOW:HIGH:log as a range."""
    from gru_course.lab.space import Range

    name, words = assignment(text)
    if ":" not in words:
        return name, [value(word.strip()) for word in words.split(",")]
    low, high, *log = words.split(":")
    if log not in ([], ["log"]):
        raise click.UsageError(f"a range must be LOW:HIGH or LOW:HIGH:log, got {words!r}")
    return name, Range(value(low), value(high), log=bool(log))
