"""The commands behind `course.py handout` and `course.py figures`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gru_press.handout.built_book import Book
from gru_press.handout.figures import write_figures
from gru_press.handout.printing import print_pages

Result = TypeVar("Result")

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "_build" / "html"

chapters = click.argument("chapters", nargs=-1)


@click.group()
def main() -> None:
    """Take the built book to paper and to slides."""


@main.command()
@chapters
@click.option("--solutions", is_flag=True, help="With solutions and answers, opened.")
@click.option("--output", type=click.Path(path_type=Path), default=ROOT / "_build" / "handout")
def handout(chapters: tuple[str, ...], solutions: bool, output: Path) -> None:
    """Print the chapters whose names start so, or the whole book, into one PDF."""
    book, names = _asked(chapters)
    stems = [name.rpartition("/")[2] for name in names]
    target = (
        output / f"{'_'.join(stems) if chapters else 'gru_course'}{'_solutions' * solutions}.pdf"
    )
    _told(print_pages, book, names, target, solutions=solutions)
    click.echo(f"The handout is {target}.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@chapters
def figures(folder: Path, chapters: tuple[str, ...]) -> None:
    """Write the figures of these chapters, or of all, as SVG and PNG into a folder."""
    book, names = _asked(chapters)
    written = _told(write_figures, book, names, folder)
    click.echo(f"Figures written: {len(written)}; {folder / 'index.html'} shows them.")


def _asked(chapters: tuple[str, ...]) -> tuple[Book, tuple[str, ...]]:
    book = _told(Book.read, ROOT, BUILT)
    return book, _told(book.chosen, chapters)


def _told(action: Callable[..., Result], *values: Any, **options: Any) -> Result:
    try:
        return action(*values, **options)
    except (OSError, RuntimeError, ValueError) as error:
        raise click.ClickException(f"{error}.") from error


if __name__ == "__main__":
    main(prog_name="course.py")
