"""`python course.py bench`: measure the pages in a Chromium, and print each figure by its goal."""

import json
import os
import sys
from pathlib import Path

import click
from playwright.sync_api import Error

from benchmarks.page.browser import reading
from benchmarks.page.figures import Figure, table
from benchmarks.page.suite import measure_all

BOOK = Path(__file__).parents[2] / "_build" / "html"


@click.command(epilog="The layers are measured by another command: gru-course bench")
@click.option(
    "--only",
    default="",
    help="Measure what has a name that starts so, as Reset or 03; lighthouse and default-book, "
    "which take minutes, are measured by name alone.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How often each page is opened anew; a time is the median.",
)
@click.option("--json", "file", type=Path, help="Write the figures to this file.")
def bench(only: str, rounds: int, file: Path | None) -> None:
    """Measure what the pages cost a reader, and print each figure beside its goal."""
    if file and not file.parent.is_dir():
        sys.exit(f"There is no folder {file.parent} for the results.")
    figures: list[Figure] = []
    about: dict[str, object] = {"rounds": rounds, "load_before": _load()}
    try:
        with reading() as reader:
            about["chromium"] = reader.version
            for figure in measure_all(BOOK, reader, only, rounds):
                figures.append(figure)
                said = f"{figure.section}, {figure.case}, {figure.what}: "
                click.echo(f"{said}{figure.value:.4g} {figure.unit}", err=True)
    except (RuntimeError, ValueError, Error) as error:
        sys.exit(f"{str(error).splitlines()[0]}.")
    except KeyboardInterrupt:
        click.echo("\nStopped: what was measured so far follows, and no file is written.", err=True)
        file = None
    goals = [figure for figure in figures if figure.goal is not None]
    click.echo(table(figures))
    click.echo(f"\n{sum(figure.is_met for figure in goals)} of {len(goals)} goals met")
    if file:
        measured = [vars(figure) | {"value": round(figure.value, 4)} for figure in figures]
        document = about | {"load_after": _load(), "figures": measured}
        file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _load() -> float | None:
    """How many processes wanted a core over the last minute; None where nobody counts them."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


if __name__ == "__main__":
    bench()
