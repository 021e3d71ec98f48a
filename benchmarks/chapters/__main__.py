"""`python -m benchmarks.chapters`: what running each chapter costs, for whoever sizes a server."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from benchmarks.chapters.running import cost_of, table

CHAPTERS = Path(__file__).parents[2] / "chapters"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "file", type=Path, help="Write the figures to this file.")
def bench(names: tuple[str, ...], file: Path | None) -> None:
    """Run the chapters whose names start so, or all, each in a kernel of its own.

    Torch keeps to one thread unless OMP_NUM_THREADS says otherwise, as on a server that many
    kernels share.
    """
    every = sorted(CHAPTERS.glob("*.ipynb"))
    chosen = [path for path in every if path.name.startswith(tuple(names) or "")]
    if not chosen:
        raise click.ClickException(f"No chapter starts with {' or '.join(names)}.")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    costs = []
    for chapter in chosen:
        cost = cost_of(chapter)
        costs.append(cost)
        used = f"{cost.processor_seconds:.1f} s, {cost.peak_mb:.0f} MB"
        click.echo(f"{cost.chapter}: {used}", err=True)
    click.echo(table(costs))
    if file:
        file.write_text(json.dumps([asdict(cost) for cost in costs], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    bench(prog_name="python -m benchmarks.chapters")
