"""The command `gru-course`: what the course measures, reproduces and trains, from a terminal.

Each command is a module of its own, of the command's name, and imports torch when it is called and
not before: `gru-course --help` answers at once.
"""

import importlib
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from gru_course import __version__
from gru_course.lab.cli.reporting import INTERRUPTED, Refused, say

COMMANDS = ("bench", "reproduce", "train", "compare", "sweep")  # each a module with that name in it

# What the package raises in one sentence: for input, or for a run that could not go on.
REFUSALS = (ValueError, TypeError, RuntimeError, OSError, ImportError, ArithmeticError)
MISTAKES = (NotImplementedError, RecursionError)  # RuntimeErrors that are the package's own fault


class Course(click.Group):
    """Finds its commands when they are asked for, and says what it refuses in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        if name not in COMMANDS:
            return None
        with _uninterrupted():
            module = importlib.import_module(f"gru_course.lab.cli.{name}")
        return getattr(module, name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it refuses is said in one sentence, Ctrl-C ends it with 130.

        An error that nobody's input explains keeps its traceback.
        """
        try:
            with warnings.catch_warnings():
                warnings.showwarning = lambda message, *_: say(f"Warning: {message}")
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):  # click knows what to do
            raise
        except MISTAKES:
            raise
        except REFUSALS as error:
            if ctx.params["traceback"]:
                raise
            raise Refused(_sentence(error)) from error
        except KeyboardInterrupt:
            say("\nStopped before anything was finished.")
            raise click.exceptions.Exit(INTERRUPTED) from None


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the end of an import: numpy, cut off in its own, ends in a traceback."""
    here = threading.current_thread() is threading.main_thread()  # others get no signals
    before = signal.getsignal(signal.SIGINT)
    if not here or before is not signal.default_int_handler:  # a background job ignores it
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def _sentence(error: Exception) -> str:
    """What the error says, never nothing."""
    unsaid = f"{type(error).__name__} without a message; gru-course --traceback shows where"
    return str(error).strip() or unsaid


@click.command(
    "gru-course",
    cls=Course,
    epilog="Example:  gru-course reproduce music --seeds 0-4 --json music.json",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--traceback", is_flag=True, help="Show where in the code an error arose.")
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
def main(traceback: bool) -> None:
    """Measure, reproduce and train the Gated Recurrent Unit of the course."""
