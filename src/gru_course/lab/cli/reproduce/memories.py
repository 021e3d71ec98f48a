"""What the course says of memories, run again: over 100 steps, and in counting."""

from pathlib import Path

import click

from gru_course.lab.cli.keeping import keeping
from gru_course.lab.cli.options import command_line, seeds_option
from gru_course.lab.cli.reporting import chosen_device, progress
from gru_course.lab.cli.reproduce.common import finish, study_options


@click.command(epilog="Example:  gru-course reproduce memory --seeds 0-2 --json memory.json")
@seeds_option("0-2")
@click.option("--steps", type=int, default=100, show_default=True, help="T, the lag to bridge.")
@click.option(
    "--training-steps", type=int, default=500, show_default=True, help="Of every run, at most."
)
@study_options
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
    from gru_course.lab.reproduce.memory import TASKS, memory_results, memory_study, memory_table
    from gru_course.lab.reproduce.study import run_study

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
        finish(results, json, memory_table)


@click.command(epilog="Example:  gru-course reproduce counting --seeds 0-4 --json counting.json")
@seeds_option("0-4")
@click.option("--longest", type=int, default=20, show_default=True, help="Greatest n in training.")
@click.option("--asked", type=int, default=100, show_default=True, help="Greatest n asked after.")
@click.option(
    "--training-steps", type=int, default=3000, show_default=True, help="Of every run, at most."
)
@study_options
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
    from gru_course.lab.reproduce.counting import counting_results, counting_study, counting_table
    from gru_course.lab.reproduce.study import run_study

    study = counting_study(seeds=seeds, longest=longest, asked=asked, training_steps=training_steps)
    device = chosen_device(device)
    with keeping(ctx, folder) as kept:
        with progress("counting", ("max_lag",)) as on_progress:
            rows = run_study(study, folder=kept, device=device, on_progress=on_progress)
        results = counting_results(study, rows, command=command_line(ctx), device=device)
        finish(results, json, counting_table)
