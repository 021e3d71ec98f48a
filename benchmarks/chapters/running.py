"""Run one chapter in a kernel of its own, as a student does who runs all cells."""

import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks.chapters.watching import watching

MB = 2**20


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one chapter cost: seconds by the clock and of the processor, MB of 2**20 bytes."""

    chapter: str
    seconds: float
    processor_seconds: float
    peak_mb: float


def cost_of(chapter: Path) -> Cost:
    """Run all cells of a notebook in a fresh kernel, in the notebook's folder.

    The processor's seconds include the start of the kernel, the clock's do not.
    Raises nbclient's CellExecutionError when a cell raises.
    """
    notebook = nbformat.read(chapter, as_version=4)
    folder = {"metadata": {"path": str(chapter.parent)}}
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=folder)
    with client.setup_kernel(), watching(_process(client)) as watch:
        start = time.monotonic()
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
        seconds = time.monotonic() - start
    return Cost(
        chapter=chapter.stem,
        seconds=seconds,
        processor_seconds=watch.processor_seconds,
        peak_mb=watch.peak / MB,
    )


def table(costs: list[Cost]) -> str:
    """One line a chapter, and one for the largest of each column."""
    lines = [f"{'chapter':<28}{'seconds':>9}{'processor s':>13}{'peak MB':>9}"]
    largest = Cost(
        chapter="largest",
        seconds=max(cost.seconds for cost in costs),
        processor_seconds=max(cost.processor_seconds for cost in costs),
        peak_mb=max(cost.peak_mb for cost in costs),
    )
    for cost in (*costs, largest):
        times = f"{cost.seconds:>9.1f}{cost.processor_seconds:>13.1f}"
        lines.append(f"{cost.chapter:<28}{times}{cost.peak_mb:>9.0f}")
    return "\n".join(lines)


def _process(client: NotebookClient) -> int:
    """The process of a kernel that runs on this machine."""
    return getattr(getattr(client.km, "provisioner", None), "pid", 0)
