"""Chapters are run several at once, and what they show is kept in the cache that myst-nb reads.

Sphinx reads one page after another, and myst-nb would run each chapter as it is read.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVarTuple, cast

from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbformat import NotebookNode
from sphinx.errors import ExtensionError

CLOCK = "gru_course.lab.bench"  # what a chapter imports that measures time
Arguments = TypeVarTuple("Arguments")
MOST = 4  # chapters at once: each holds a Python with torch in memory


@dataclass(frozen=True)
class Chapter:
    """A notebook with its name and file."""

    name: str
    path: Path
    notebook: NotebookNode

    @property
    def measures(self) -> bool:
        """Whether it times something, and so has to be run alone."""
        code = (cell.source for cell in self.notebook.cells if cell.cell_type == "code")
        return any(CLOCK in source for source in code)


def notebooks(env: Any, docnames: Iterable[str]) -> Iterator[Chapter]:
    """The notebooks among these pages, read as myst-nb reads them.

    env: Sphinx's environment, with what myst-nb keeps there. Raises ExtensionError for a file that
    cannot be read as the notebook that it should be.
    """
    for name in docnames:
        path = env.doc2path(name)
        text = Path(path).read_text("utf-8-sig")  # as Sphinx reads it
        reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
        if reader is None:
            continue
        try:
            notebook = reader.read(text)
        except Exception as error:  # of whatever format it is
            raise ExtensionError(f"{name} must be a notebook: {error}") from error
        yield Chapter(name, Path(path), notebook)


def in_a_line(fault: Exception) -> str:
    """What stopped a chapter: the error that a cell raised, or what the kernel did."""
    name, value = (getattr(fault, part, "") for part in ("ename", "evalue"))
    return f"{name}: {value}" if name else str(fault).partition("\n")[0]


def run_chapters(
    chapters: Iterable[Chapter],
    outputs: JupyterCacheAbstract,
    timeout: int,
    tell: Callable[[str], None] = lambda line: None,
) -> dict[str, Exception]:
    """Run the chapters that `outputs` does not hold and keep them there; return what stopped some.

    timeout: seconds that a cell may take. tell: gets a line for each chapter that begins or ends.
    No event loop may be at work in this thread.
    """
    waiting = [chapter for chapter in chapters if not _is_kept(chapter, outputs)]
    faults: dict[str, Exception] = {}

    async def run(chapter: Chapter, **settings: str) -> None:
        tell(f"{chapter.name} is run")
        start = time.monotonic()
        try:
            await _execute(chapter, timeout, settings)
        except Exception as fault:  # of a cell, of its kernel, or there is no such kernel
            if cast(asyncio.Task, asyncio.current_task()).cancelling():
                raise asyncio.CancelledError from None  # nbclient takes Ctrl-C for a dead kernel
            faults[chapter.name] = fault
            tell(f"{chapter.name} was stopped")
            return
        seconds = time.monotonic() - start
        about = {"execution_seconds": seconds}
        bundle = CacheBundleIn(chapter.notebook, str(chapter.path), data=about)
        outputs.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        tell(f"{chapter.name} was run in {seconds:.1f} s")

    async def run_all() -> None:
        places = asyncio.Semaphore(min(MOST, os.cpu_count() or 1))

        async def run_beside_others(chapter: Chapter) -> None:
            async with places:
                await run(chapter, OMP_NUM_THREADS="1")  # more would only wait for each other

        # The last chapters train longest: begun first, none of them ends alone.
        beside = [chapter for chapter in reversed(waiting) if not chapter.measures]
        await asyncio.gather(*(run_beside_others(chapter) for chapter in beside))
        for chapter in waiting:
            if chapter.measures:
                await run(chapter)

    with asyncio.Runner(loop_factory=_Loop) as runner:
        runner.run(run_all())
    return faults


def _is_kept(chapter: Chapter, outputs: JupyterCacheAbstract) -> bool:
    try:
        outputs.match_cache_notebook(chapter.notebook)
    except KeyError:
        return False
    return True


async def _execute(chapter: Chapter, timeout: int, settings: dict[str, str]) -> None:
    """Run the cells in the chapter's folder, in a kernel with these settings of the environment."""
    client = NotebookClient(
        chapter.notebook,
        timeout=timeout,
        record_timing=False,  # it would change the cells, by which the cache knows a chapter
        resources={"metadata": {"path": str(chapter.path.parent.resolve())}},
    )
    await client.async_execute(env={**os.environ, **settings})


class _Loop(asyncio.SelectorEventLoop):
    """Leaves signals to asyncio, which ends all chapters; a handler of nbclient knows only one."""

    def add_signal_handler(
        self, sig: int, callback: Callable[[*Arguments], object], *args: *Arguments
    ) -> None:
        raise RuntimeError("signals end all chapters")  # as where there are none
