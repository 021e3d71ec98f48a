#!/usr/bin/env python3
"""Set up, build, read and test the course; every command prepares what it needs.

Only the standard library is used. Whatever is made lies in `.venv` and `_build`: deleting these two
folders undoes everything. Work is done aside and put in place when it is whole, so a command that
was interrupted is repeated by giving it again. What a command does is in `commands/`.
"""

import argparse
import errno
import os
import sys

OLDEST_PYTHON = (3, 11)  # older ones must still be able to read this file, to say so
INTERRUPTED = 130  # what shells expect of a command that was stopped by Ctrl-C


def read_command():
    """The options of the command line, and the words that are handed on to pytest or Jupyter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.set_defaults(serve=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="build the book and serve it on this machine")
    serve.add_argument("--port", type=int, help="only this port (default: 8000 or the next free)")
    serve.add_argument("--open", action="store_true", help="open the book in a browser")
    serve.set_defaults(serve=True)
    test = commands.add_parser("test", help="run the tests; words that follow go to pytest")
    commands.add_parser("setup", help="make the environment that the course needs")
    build = commands.add_parser("build", help="build the book into _build/html")
    build.add_argument("--base-url", help="where it will be published: https://example.org/gru/")
    parser.set_defaults(base_url=None)
    slides = commands.add_parser("slides", help="make slides of the chapters into _build/slides")
    slides.add_argument("names", nargs="*", help="how the chapters start (default: all, a lecture)")
    slides.add_argument("--serve", action="store_true", help="serve them on this machine")
    slides.add_argument("--port", type=int, help="only this port (default: 8000 or the next free)")
    slides.add_argument("--open", action="store_true", help="open what is served in a browser")
    commands.add_parser("lab", help="open the chapters in JupyterLab; words that follow go to it")
    notebooks = commands.add_parser("notebooks", help="run the chapters and write them back clean")
    notebooks.add_argument("names", nargs="*", help="how the names start (default: all)")
    add_what_a_class_takes_along(commands)
    commands.add_parser("bench", help="measure the pages; words that follow go to the benchmark")
    commands.add_parser("lock", help="write constraints.txt anew: what pyproject.toml asks for")
    check = commands.add_parser("check", help="check lock, style and types, then run the tests")
    for parser_of_tests in (test, check):
        parser_of_tests.add_argument(
            "--all", action="store_true", help="also those that repeat at length, as at night"
        )
    options, words = parser.parse_known_args()
    if words and options.command not in ("test", "lab", "bench"):
        parser.error(options.command + " does not know " + " ".join(words))
    return options, words


def add_what_a_class_takes_along(commands):
    """The options of copies, handout and figures."""
    student = commands.add_parser("student", help="write the chapters without solutions")
    solutions = commands.add_parser("solutions", help="write the chapters with open solutions")
    for parser in (student, solutions):
        parser.add_argument("folder", help="a folder that is new or empty")
    solutions.add_argument("--nbgrader", action="store_true", help="as an nbgrader assignment")
    handout = commands.add_parser("handout", help="print the book, or chapters, as one PDF")
    figures = commands.add_parser("figures", help="write every figure as SVG and PNG")
    figures.add_argument("folder", help="where to; files of the same name are replaced")
    for parser in (handout, figures):
        parser.add_argument(
            "chapters", nargs="*", default=[], help="how their names start (default: all)"
        )
    handout.add_argument("--solutions", action="store_true", help="with solutions and answers")
    handout.add_argument("--output", dest="folder", help="its folder (default: _build/handout)")


EXTRAS = {  # what a command needs besides the reader's packages
    "test": ["test"],
    "check": ["test"],
    "lock": ["test"],
    "bench": ["test"],
    "handout": ["handout"],
    "figures": ["handout"],
}


def obey(options, words):
    """Do what a command asks for; each prepares what it needs."""
    from commands import book, environment, lock, notebooks, serving, slides, teaching, testing

    command = options.command
    if options.serve:
        serving.listen(options.port).server_close()  # a taken port is told before the work
    base_url = book.published_at(options.base_url) if options.base_url is not None else ""
    environment.set_up(*EXTRAS.get(command, []))
    if command in ("serve", "build"):
        book.build(base_url)
    if command == "slides":
        slides.build(options.names)
    if options.serve:
        folder = slides.SLIDES if command == "slides" else book.BOOK
        serving.serve(options.port, options.open, folder)
    if command == "lab":
        notebooks.open_lab(words)
    if command == "notebooks":
        notebooks.run_chapters(options.names)
    if command in ("student", "solutions"):
        teaching.copy_for_class(options)
    if command in ("handout", "figures"):
        teaching.take_along(options)
    if command == "bench":
        testing.bench(words)
    if command == "lock":
        lock.write_lock()
    if command == "check":
        lock.check_lock()
        testing.check_style()
    if command in ("test", "check"):
        testing.test(words, options.all)


def main():
    """Do what the command line asks for, and return what stopped it, if anything did."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        return "The course needs Python 3.11 or newer; this is Python " + found + "."
    try:
        obey(*read_command())
    except OSError as error:
        full = error.errno == errno.ENOSPC
        return "The disk is full." if full else "{0.strerror}: {0.filename}.".format(error)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; the same command goes on from here.\n")
        return INTERRUPTED


def speak_utf8():
    """Start anew in Python's UTF-8 mode where a file's name could not be said or found."""
    if sys.version_info >= OLDEST_PYTHON and sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, ["python", "-X", "utf8"] + sys.argv)


if __name__ == "__main__":
    speak_utf8()
    sys.exit(main())
