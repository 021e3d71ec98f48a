"""Options that several commands share, and the values they take."""

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

PLACES = ("json", "save", "folder")  # options that say where files go, and change no number
LONGEST = 1000  # seeds in one command
ROOM = ".part12345678"  # for what a file is called until it is whole
Decorator = Callable[[Callable], Callable]

CELL_NAMES = ("gru", "lstm", "rnn", "mingru")  # `models.CELLS`, whose import would wait for torch


class Seeds(click.ParamType):
    """Numbers and ranges, such as 0-4 or 0,3,7; the value is a tuple of integers."""

    name = "SEEDS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Read the seeds in the order given. Fails for what is no number from 0 on, or twice."""
        if isinstance(value, tuple):
            return value
        seeds: list[int] = []
        for part in value.split(","):
            first, _, last = part.partition("-")
            if not first.isdecimal() or not (last or first).isdecimal():
                self.fail(f"seeds must be like 0-4 or 0,3,7, got {value!r}", param, ctx)
            span = range(int(first), int(last or first) + 1)
            if not 1 <= len(span) <= LONGEST:
                self.fail(f"seeds must rise, by at most {LONGEST}, got {part!r}", param, ctx)
            seeds += span
        if len(set(seeds)) != len(seeds):
            self.fail(f"seeds must differ from each other, got {value!r}", param, ctx)
        return tuple(seeds)


class Names(click.ParamType):
    """Some of the names that are known, parted by commas; the value is a tuple."""

    name = "NAMES"

    def __init__(self, known: tuple[str, ...]):
        self.known = known

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Read the names in the order given. Fails for an unknown one, or one given twice."""
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in value.split(","))
        for name in names:
            if name not in self.known:
                self.fail(f"each must be one of {', '.join(self.known)}, got {name!r}", param, ctx)
        if len(set(names)) != len(names):
            self.fail(f"each must be given once, got {value!r}", param, ctx)
        return names


def _beside_others(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a file that could not be written at the end, before hours of work."""
    if value is None:
        return None
    folder = value.absolute().parent
    if not value.name:
        raise click.BadParameter("a file must have a name, got ''")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.BadParameter(f"there is no folder {folder} that can be written to")
    try:
        value.with_name(value.name + ROOM).exists()
    except OSError as error:
        raise click.BadParameter(f"{error.strerror}: {value.name}") from None
    return value


def _named(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a folder without a name, which would be the one that the command is given in."""
    if value is not None and not value.name:
        raise click.BadParameter("a folder must have a name, got ''")
    return value


def file_option(name: str, meaning: str) -> Decorator:
    """An option for a file to write at the end, whose folder must be there from the beginning."""
    return click.option(
        name,
        metavar="FILE",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        callback=_beside_others,
        help=meaning,
    )


json_option = file_option("--json", "Also write the results to FILE, whole or not at all.")
device_option = click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda", "mps"]),
    help="Where to compute; GRU_COURSE_DEVICE is asked when it is not given.",
)


def folder_option(
    name: str = "--folder", what: str = "Keep every run here as it finishes"
) -> Decorator:
    """The folder of what is finished; when none is given it is one in the user's cache."""
    return click.option(
        name,
        "folder",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        callback=_named,
        help=f"{what}; the same command goes on where it was stopped.",
    )


def seeds_option(default: str) -> Decorator:
    """`--seeds`, with the ones taken when none are given."""
    return click.option(
        "--seeds",
        type=Seeds(),
        default=default,
        show_default=True,
        help="Runs to make, such as 0-4 or 0,3,7.",
    )


def command_line(ctx: click.Context) -> str:
    """What to type for the same numbers: the options given, but for where files are kept."""
    words = ctx.command_path.split()
    for param in ctx.command.params:
        given = ctx.get_parameter_source(param.name) is ParameterSource.COMMANDLINE
        if given and param.name not in PLACES:
            words += _typed(param, ctx.params[param.name])
    return shlex.join(words)


def _typed(param: click.Parameter, value: Any) -> list[str]:
    """A parameter as it is typed; of a file its name only, for its folder is nobody else's."""
    values = value if param.multiple else [value]
    words = []
    for each in values:
        text = ",".join(map(str, each)) if isinstance(each, tuple) else str(each)
        text = each.name if isinstance(each, Path) else text
        words += [text] if isinstance(param, click.Argument) else [param.opts[0], text]
    return words
