"""Why a chapter did not run, as the logs of Jupyter tell it."""

import re
from pathlib import Path

from commands.places import shown
from commands.steps import read

# nbclient's words, and then the cell, or the list of its first lines if it is long
LATE = re.compile(r"executed, after (\S+) seconds(?:.|\n)*?-{9,}\s*(?:\[')?(.+?)(?:', '|\n)")


def of_build(folder: Path) -> str:
    """A sentence for each chapter of a build that stopped; each left a report in this folder."""
    reports = sorted(folder.glob("**/*.err.log"))
    names = [report.relative_to(folder).as_posix().replace(".err.log", "") for report in reports]
    return " ".join(map(stopped, names, reports))


def stopped(chapter: str, log: Path) -> str:
    """Say which cell of a chapter raised what, or did not end, as the log's traceback tells it."""
    text = read(log).strip()
    cell = re.search(r"Cell In\[(\d+)\]", text)
    late = LATE.search(text)
    if late:
        told = f"the code cell that begins with {late[2]} did not end within {late[1]} seconds"
    elif "DeadKernelError" in text:
        told = "its kernel died, as it does when the memory is full"
    else:
        told = f"{f'code cell {cell[1]}' if cell else 'a code cell'} raised {text.splitlines()[-1]}"
    return f"{chapter}: {told} (the log is {shown(log)})."
