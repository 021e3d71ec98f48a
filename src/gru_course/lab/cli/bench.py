"""`gru-course bench`: how fast the course's layers are beside torch's, each figure by its goal."""

import os
from pathlib import Path

import click

from gru_course.lab.bench import SECTIONS
from gru_course.lab.cli.options import Names, device_option, json_option
from gru_course.lab.cli.reporting import INTERRUPTED, chosen_device, hand_over, say


@click.command(epilog="Example:  gru-course bench --sections training --rounds 15")
@click.option(
    "--sections",
    type=Names(SECTIONS),
    default=",".join(SECTIONS),
    show_default=True,
    help="What to measure.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=9,
    show_default=True,
    help="Interleaved rounds; a figure is the median of their ratios.",
)
@click.option(
    "--threads",
    type=click.IntRange(min=1, max=1024),
    default=1,
    show_default=True,
    help="Threads of torch. The goals are for one.",
)
@device_option
@json_option
@click.pass_context
def bench(
    ctx: click.Context,
    sections: tuple[str, ...],
    rounds: int,
    threads: int,
    device: str | None,
    json: Path | None,
) -> None:
    """Measure the layers against torch's, and print each figure beside its goal.

    Ratios of processor time in interleaved rounds: below 1 is faster than torch. On a quiet machine
    all of it takes some minutes. Goals belong to a CPU with one thread; on a GPU the same
    figures are printed against cuDNN, without goals.
    """
    import torch

    from gru_course.lab.bench.measured import table
    from gru_course.lab.bench.suite import measure_all

    device = chosen_device(device)
    torch.set_num_threads(threads)
    load = _load()
    say(f"{device}, {threads} thread{'s' * (threads > 1)}, {rounds} rounds, load {load}")
    figures = []
    try:
        for figure in measure_all(torch.device(device), rounds, sections):
            figures.append(figure)
            say(f"{figure.case}  {figure.what}: {figure.value:.3f}")
    except KeyboardInterrupt:
        say("\nStopped: what was measured so far follows, and no file is written.")
        click.echo(table(figures))
        raise click.exceptions.Exit(INTERRUPTED) from None
    goals = [figure for figure in figures if figure.goal is not None]
    click.echo(table(figures))
    if goals:
        click.echo(f"\n{sum(figure.is_met for figure in goals)} of {len(goals)} goals met")
    measured = {
        "rounds": rounds,
        "threads": threads,
        "load_before": load,
        "load_after": _load(),
        "figures": [vars(figure) | {"value": round(figure.value, 4)} for figure in figures],
    }
    hand_over(ctx, json, measured, device)


def _load() -> float | None:
    """How many processes wanted a core over the last minute; None where nobody counts them."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
