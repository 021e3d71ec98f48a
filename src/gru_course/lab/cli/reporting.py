"""What a command says while it works: on stderr, so that stdout has the results alone."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gru_course.lab.cli.options import command_line

if TYPE_CHECKING:
    from gru_course.lab.trial import Outcome


INTERRUPTED = 128 + signal.SIGINT  # what shells expect of a command that was stopped by Ctrl-C


class Refused(click.ClickException):
    """Input that cannot be worked with, in one sentence."""

    exit_code = 2


def say(line: str) -> None:
    """A line about the work."""
    click.echo(line, err=True)


@contextmanager
def progress(what: str, varied: tuple[str, ...] = ()) -> Iterator[Callable]:
    """Yield an `on_progress` for `experiments`: a bar on a terminal, in a log a line for each run.

    varied: the settings that a line tells, besides cell, units and seed. Runs that are kept from
    before are said once, at the beginning.
    """
    if not sys.stderr.isatty():

        def report(done: int, total: int, outcome: "Outcome | None") -> None:
            if outcome is not None or done:
                say(f"{what} {done}/{total}  {describe(outcome, varied)}")

        yield report
        return
    from tqdm import tqdm

    with tqdm(desc=what, unit="run", dynamic_ncols=True) as bar:

        def report(done: int, total: int, outcome: "Outcome | None") -> None:
            if outcome is not None or done:
                bar.write(describe(outcome, varied), file=sys.stderr)
            bar.total = total
            bar.update(done - bar.n)

        yield report


def describe(outcome: "Outcome | None", varied: tuple[str, ...] = ()) -> str:
    """One run in one line; it never tells the test loss, on which nobody should choose."""
    if outcome is None:
        return "kept from before"
    trial = outcome.trial
    settings = "".join(f", {name} {getattr(trial, name)}" for name in varied)
    run = f"{trial.cell} of {trial.hidden_size}{settings}, seed {trial.seed}: "
    if outcome.failure is not None:
        return f"{run}failed, {outcome.failure}"
    epoch = f"epoch {outcome.history.best_epoch} of {len(outcome.history)}"
    return f"{run}validation {outcome.valid_loss:.4g} at {epoch}, {outcome.seconds:.1f} s"


def chosen_device(name: str | None) -> str:
    """The device that `--device` names, as results say it."""
    from gru_course.training.device import resolve_device

    return resolve_device(name).type


def hand_over(
    ctx: click.Context, path: Path | None, document: dict, device: str | None = None
) -> None:
    """Write what `--json` asks for: where the numbers come from, then the document.

    The document says itself on how many of torch's "threads" its numbers were computed. device:
    None when its outcomes name theirs and their versions: kept ones may be those of another day.
    """
    from gru_course.results import provenance, write_json

    if path is not None:
        where = provenance(command_line(ctx), device or "", document["threads"])
        if device is None:
            del where["device"], where["versions"]
        write_json(path, where | document)
        say(f"written to {path}")
