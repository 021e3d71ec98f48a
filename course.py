#!/usr/bin/env python3
"""Set up, build, read and test the course; every command prepares what it needs.

Only the standard library is used. Whatever is made lies in `.venv` and `_build`: deleting these two
folders undoes everything. Work is done aside and put in place when it is whole, so a command that
was interrupted is repeated by giving it again.
"""

import argparse
import errno
import hashlib
import http.server
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import webbrowser
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

OLDEST_PYTHON = (3, 11)  # older ones must still be able to read this file, to say so
WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
BUILD = ROOT / "_build"
BOOK = BUILD / "html"
ASIDE = BUILD / "aside" / "_build"  # Jupyter Book adds the second folder itself
OUTPUTS = ASIDE / ".jupyter_cache"  # of chapters that were run
SLIDES = BUILD / "slides"
LOGS = BUILD / "logs"
REQUIREMENTS = [ROOT / name for name in ("requirements.txt", "constraints.txt", "pyproject.toml")]


class Failure(SystemExit):
    """What went wrong, in one sentence; if nobody catches it, Python prints it and exits with 1."""


# -- Steps -----------------------------------------------------------------------------------------


def run(*command, log=None, **settings):
    """Run a command with the environment's programs first, and say whether it succeeded."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    settings = {**os.environ, "PATH": path, "PYTHONUTF8": "1", **settings}
    words = [str(word) for word in command]
    if log is None:
        return subprocess.run(words, cwd=ROOT, env=settings).returncode == 0
    with log.open("ab") as chatter:
        streams = {"stdin": subprocess.DEVNULL, "stdout": chatter, "stderr": subprocess.STDOUT}
        return subprocess.run(words, cwd=ROOT, env=settings, **streams).returncode == 0


def answer(program):
    """What a Python program prints that runs in the environment; None if it fails."""
    command = [str(PYTHON), "-c", program]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@contextmanager
def step(doing, log_name="step"):
    """Say what is done and how long it took; the step's log is empty at its start."""
    print(f"{doing} ...", flush=True)
    start = time.monotonic()
    log = LOGS / f"{log_name}.log"
    log.unlink(missing_ok=True)
    yield log
    minutes, seconds = divmod(round(time.monotonic() - start, 1), 60)
    print(f"{doing}: {f'{minutes:.0f} min ' if minutes else ''}{seconds:.1f} s", flush=True)


KNOWN_CAUSES = {
    r"No space left on device|not enough space on the disk": "the disk is full",
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|getaddrinfo"
    r"|Network is unreachable": "there is no network, or the package index does not answer",
    r"ensurepip": "this Python has no ensurepip (Debian, Ubuntu: apt-get install python3-venv)",
}


def failure(what, log):
    """The failure of a step, with its cause as the step's log tells it."""
    text = read(log)
    if shutil.disk_usage(ROOT).free < 2**23:  # then the log is not whole either
        text += "No space left on device"
    causes = [cause for sign, cause in KNOWN_CAUSES.items() if re.search(sign, text)]
    for sign in ("ERROR|Error", "WARNING"):
        causes += re.findall(rf"(?m)^.*(?:{sign}): .*$", text)
    return Failure(": ".join([what, *causes[:1]]) + f" (the log is {shown(log)}).")


def read(path):
    """The text of a file or a log, without the colours that a terminal would show."""
    return re.sub(r"\x1b\[[\d;]*m", "", path.read_text(encoding="utf-8", errors="replace"))


def shown(path):
    """A path of the course as a reader writes it."""
    return path.relative_to(ROOT).as_posix()


def digest(paths):
    """One fingerprint of the names and contents of files."""
    contents = [(shown(path), path.read_bytes()) for path in sorted(paths)]
    return hashlib.sha256(repr(contents).encode()).hexdigest()


@contextmanager
def alone():
    """Let one process at a time set up and build; the lock ends with the process that holds it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(str(BUILD / "lock"), timeout=0)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Failure("Another course.py is at work in this folder: let it finish.") from error
        raise Failure(f"The disk is full, or {shown(BUILD)} cannot be written.") from error


# -- The environment -------------------------------------------------------------------------------

PROBE = """
import importlib.metadata, json, os, sys, sysconfig
site = sysconfig.get_path("purelib")
torch = [d.version for d in importlib.metadata.distributions(name="torch")]
assert sys.version_info >= (3, 11) and os.path.isdir(site)
print(json.dumps({"site": site, "torch": torch[0] if torch else None}))
"""


def set_up(*extras):
    """Make `.venv` hold what requirements.txt asks for, and these extras of the package."""
    with alone():
        if not probe():
            make_environment()
        stamp = VENV / "installed"
        contents = digest([*REQUIREMENTS, VENV / "pyvenv.cfg"])
        known, *held = stamp.read_text().split() if stamp.is_file() else [None]
        if known == contents and set(extras) <= set(held):
            return
        extras = sorted({*extras, *held})  # what another command asked for stays up to date
        stamp.unlink(missing_ok=True)
        install(extras)
        stamp.write_text(" ".join([contents, *extras]))


def probe():
    """Where the environment keeps packages and which torch it has; None if it does not work."""
    found = answer(PROBE)
    return json.loads(found) if found else None


def make_environment():
    """Make `.venv`, in the place of one that does not work."""
    if VENV.exists():
        print("The environment in .venv does not work and is made anew.")
        shutil.rmtree(VENV)
    with step("Making an environment in .venv", "venv") as log:
        if not run(sys.executable, "-m", "venv", VENV, log=log):
            shutil.rmtree(VENV, ignore_errors=True)
            raise failure("No environment could be made", log)


def install(extras):
    """Install everything under the constraints; a torch that is there stays, whoever chose it."""
    forget_half_installed(Path(probe()["site"]))
    if answer("import pip") is None:
        answer("import ensurepip; ensurepip.bootstrap()")  # uv makes environments without pip
    if sys.platform == "linux" and not fitting(probe()["torch"]) and not has_nvidia_card():
        install_small_torch()
    torch = probe()["torch"]
    constraints = read(ROOT / "constraints.txt")
    if fitting(torch):
        constraints = re.sub(r"(?m)^torch==.*$", f"torch=={torch}", constraints)
    requirements = re.sub(r"(?m)^-c .*$", "", read(ROOT / "requirements.txt"))
    (VENV / "constraints.txt").write_text(constraints)
    (VENV / "requirements.txt").write_text(requirements)
    wanted = ["-r", VENV / "requirements.txt", "-c", VENV / "constraints.txt"]
    wanted += ["-e", f".[{','.join(extras)}]"] if extras else []
    with step("Installing the course's packages", "pip") as log:
        if not run(PYTHON, "-m", "pip", "install", *wanted, log=log):
            raise failure("The packages could not be installed", log)


def forget_half_installed(site):
    """Keep pip from trusting a package whose installation was cut off: INSTALLER comes last."""
    for folder in site.glob("*.dist-info"):
        if not (folder / "INSTALLER").is_file():
            shutil.rmtree(folder)


def fitting(torch):
    """Whether pyproject.toml allows this version of torch, which may be None."""
    lowest = re.search(r'"torch>=([\d.]+)"', read(ROOT / "pyproject.toml")).group(1)
    version, least = ([int(n) for n in re.findall(r"\d+", v)[:2]] for v in (torch or "0", lowest))
    return version >= least


def has_nvidia_card():
    """Whether this Linux can use CUDA: its driver is loaded, or answers from outside (WSL)."""
    if Path("/proc/driver/nvidia/version").exists():
        return True
    return shutil.which("nvidia-smi") is not None and run("nvidia-smi", log=LOGS / "nvidia.log")


def install_small_torch():
    """Install torch without CUDA: gigabytes that a machine without a card never uses."""
    pin = re.search(r"(?m)^torch==(\S+)$", read(ROOT / "constraints.txt")).group(1)
    pip = [PYTHON, "-m", "pip", "install", "--retries", "1"]
    uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--torch-backend", "cpu"]
    with step("Installing PyTorch without CUDA", "torch") as log:
        if not run(*pip, f"torch=={pin}+cpu", log=log) and not (
            run(*pip, "uv", log=log) and run(*uv, f"torch=={pin}", log=log)
        ):
            print("PyTorch without CUDA cannot be reached: the one with it comes, some gigabytes.")


# -- The book --------------------------------------------------------------------------------------


def build():
    """Build the book aside, check it, and put it in the place of the last one."""
    with alone():
        previous = BUILD / "html.previous"
        if previous.exists() and not BOOK.exists():  # cut off while the two changed places
            previous.rename(BOOK)
        contents = digest([*sources(), VENV / "pyvenv.cfg"])
        stamp = BOOK / ".contents"
        if stamp.is_file() and stamp.read_text() == contents:
            return print("The book is up to date.")
        for part in ("html", ".doctrees", "jupyter_execute"):  # the results of chapters stay
            shutil.rmtree(ASIDE / part, ignore_errors=True)
        with step("Building the book, running the chapters that changed", "book") as log:
            options = ["--path-output", ASIDE.parent, "-W", "-n", "--keep-going"]
            built = run(PYTHON, "-m", "jupyter", "book", "build", ROOT, *options, log=log)
            reports = ASIDE / "html" / "reports"
            for report in sorted(reports.glob("**/*.err.log")):
                chapter = report.relative_to(reports).as_posix().replace(".err.log", "")
                raise Failure(raised(chapter, report))
            missing = [name for name in documents() if not (ASIDE / f"html/{name}.html").is_file()]
            if not built or missing:
                pages = f": no page was made of {', '.join(missing)}" if built else ""
                raise failure(f"The book was not built{pages}", log)
        (ASIDE / "html" / ".contents").write_text(contents)
        swap(ASIDE / "html", BOOK, previous)


def build_slides(names=()):
    """Make the slides of the chapters whose names start so, or all and the lecture."""
    with alone():
        contents = " ".join([digest([*sources(), VENV / "pyvenv.cfg"]), *names])
        stamp = SLIDES / ".contents"
        if stamp.is_file() and stamp.read_text() == contents:
            return print("The slides are up to date.")
        new = ASIDE / "slides"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        with step("Making the slides, running the chapters that changed", "slides") as log:
            words = ["-m", "gru_course.slides", ROOT, OUTPUTS, new, *names]
            if not run(PYTHON, *words, log=log):
                raise failure("The slides were not made", log)
        (new / ".contents").write_text(contents)
        swap(new, SLIDES, BUILD / "slides.previous")


NO_SOURCES = r"\.|(_build|__pycache__|tests|benchmarks)$"


def sources():
    """The files that the book is made of: all but hidden and built ones, tests and benchmarks."""
    for place, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if not re.match(NO_SOURCES, f)]
        yield from (Path(place) / name for name in files)


def documents():
    """The names in the table of contents."""
    return re.findall(r"(?m)^\s*(?:- +)?(?:root|file): *(\S+)", read(ROOT / "_toc.yml"))


def raised(chapter, log):
    """Say which cell of a chapter raised what, as the log's traceback tells it."""
    text = read(log).strip()
    cell = re.search(r"Cell In\[(\d+)\]", text)
    where = f"code cell {cell.group(1)}" if cell else "a code cell"
    return f"{chapter}: {where} raised {text.splitlines()[-1]} (the log is {shown(log)})."


def swap(new, place, previous):
    """Put a finished folder in its place; the one that was there is deleted last."""
    shutil.rmtree(previous, ignore_errors=True)
    if place.exists():
        place.rename(previous)
    new.rename(place)
    shutil.rmtree(previous, ignore_errors=True)


# -- Reading ---------------------------------------------------------------------------------------


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serve the files of a folder to a browser on this machine."""

    # Windows may call scripts plain text in its registry; browsers then refuse to run them.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def end_headers(self):
        """Let no browser keep a page that a later build has changed."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args):
        """Print nothing for each request."""


class Server(http.server.ThreadingHTTPServer):
    """A server that keeps its port to itself; on Windows, reusing an address shares it."""

    allow_reuse_address = not WINDOWS


def listen(port=None, folder=BOOK):
    """A server of a folder at this port, or at the first free one from 8000 on."""
    for number in [port] if port else range(8000, 8100):
        try:
            return Server(("127.0.0.1", number), partial(Pages, directory=str(folder)))
        except (OSError, OverflowError):
            continue
    wanted = f"Port {port} is" if port else "All ports from 8000 to 8099 are"
    raise Failure(f"{wanted} taken or not allowed: name a free one with --port.")


def serve(port, in_browser, folder=BOOK):
    """Serve the book, or another folder, until Ctrl-C, and say where."""
    server = listen(port, folder)
    address = f"http://127.0.0.1:{server.server_port}/"
    print(f"The course is at {address} and ends with Ctrl-C.", flush=True)
    if in_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nThe course is no longer served.")


# -- Notebooks -------------------------------------------------------------------------------------

CLEANING = ROOT / "tests" / "notebooks" / "cleaning.py"


def run_notebooks(names):
    """Run the chapters whose names start so, or all, and write them back clean."""
    every = sorted(ROOT.glob("chapters/*.ipynb"))
    chosen = [path for path in every if path.name.startswith(tuple(names) or "")]
    if not chosen:
        raise Failure(f"No chapter starts with {' or '.join(names)}.")
    for chapter in chosen:
        with step(f"Running {shown(chapter)}", "notebook") as log:
            convert = ["nbconvert", "--execute", "--to", "notebook", "--output-dir", BUILD / "run"]
            if not run(PYTHON, "-m", "jupyter", *convert, chapter, log=log):
                raise Failure(raised(shown(chapter), log))
            if not run(PYTHON, CLEANING, BUILD / "run" / chapter.name, chapter):
                raise Failure(f"{shown(chapter)} cannot be made clean and is left as it was.")


def check_notebooks():
    """Refuse notebooks with anything in them but text that was made in order."""
    with step("Checking that the notebooks are clean"):
        if not run(PYTHON, CLEANING, "--check", *sorted(ROOT.glob("chapters/*.ipynb"))):
            raise Failure("A notebook is not clean: python course.py notebooks will clean it.")


# -- A browser -------------------------------------------------------------------------------------

FIND_BROWSER = """
from gru_course.handout.chromium import find_browser
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(find_browser(playwright.chromium))
"""


def get_browser():
    """See to it that a Chromium is found; the package knows the places where it may be."""
    if answer(FIND_BROWSER):
        return
    if "GRU_BROWSER" in os.environ:
        raise Failure(f"GRU_BROWSER names {os.environ['GRU_BROWSER']}, which does not start.")
    with step("Getting a Chromium", "browser") as log:
        run(PYTHON, "-m", "playwright", "install", "chromium", log=log)
        if not answer(FIND_BROWSER) and shutil.which("apt-get") and os.geteuid() == 0:
            run("apt-get", "update", log=log)
            run("apt-get", "install", "-y", "chromium", log=log, DEBIAN_FRONTEND="noninteractive")
        if not answer(FIND_BROWSER):
            raise failure("No Chromium was found or could be got; GRU_BROWSER may name one", log)


# -- Teaching --------------------------------------------------------------------------------------


def copy_for_class(options):
    """Write the chapters without solutions, or with open ones, into a folder that is new."""
    words = ["--nbgrader"] if options.command == "solutions" and options.nbgrader else []
    folder = Path(options.folder).resolve()  # seen from where the command was given
    if not run(PYTHON, "-m", "gru_course.teaching", options.command, *words, folder):
        raise Failure("No copies were written: see above.")


def take_along(options):
    """Print chapters of the built book as a PDF, or write their figures as files."""
    get_browser()
    build()
    words = ["--solutions"] if options.command == "handout" and options.solutions else []
    if options.command == "handout":
        words += ["--output", Path(options.output).resolve()]  # seen from where it was given
    else:
        words += [Path(options.folder).resolve()]
    if not run(PYTHON, "-m", "gru_course.handout", options.command, *words, *options.chapters):
        raise Failure(f"The {options.command} could not be made: see above.")


# -- Tests -----------------------------------------------------------------------------------------


def get_firefox():
    """Get a Firefox where that is easy; without one its tests say that they are skipped."""
    known = "GRU_FIREFOX" in os.environ or shutil.which("firefox-esr") or shutil.which("firefox")
    if known or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    with step("Getting a Firefox for the browser tests", "firefox") as log:
        run("apt-get", "update", log=log)
        run("apt-get", "install", "-y", "firefox-esr", log=log, DEBIAN_FRONTEND="noninteractive")


def test(words):
    """Run all tests, or pytest alone with the words that are given."""
    if words:
        if any("browser" in word or "lab" in word for word in words):
            get_browser()
            build()
            build_slides()
        return pytest("what was asked for", *words)
    get_browser()
    get_firefox()
    check_notebooks()
    pytest("the package", "tests", "-m", "not browser and not lab", "-n", "2")
    pytest("the notebooks", "--nbval", "chapters", "-n", "2", "--dist", "loadscope")
    build()
    build_slides()
    pytest("the book and the widgets", "tests", "-m", "browser or lab", "-n", "2")
    print("Passed: the package, the notebooks, book, slides and widgets in a browser and in Lab.")


def pytest(what, *words):
    """Run pytest; torch keeps to one thread, since two workers share the processor."""
    with step(f"Testing {what}"):
        if not run(PYTHON, "-m", "pytest", "-q", *words, OMP_NUM_THREADS="1"):
            raise Failure(f"A test of {what} failed: see above.")


def check_style():
    """Refuse code that ruff would change."""
    with step("Checking the style"):
        for words in (["check"], ["format", "--check"]):
            if not run(PYTHON, "-m", "ruff", *words, "--quiet"):
                raise Failure(f"The style is not clean: see ruff {' '.join(words)}.")


# -- The benchmark ---------------------------------------------------------------------------------


def bench(words):
    """Measure the pages of the book in a Chromium; the words go to the benchmark."""
    get_browser()
    build()
    if not run(PYTHON, "-m", "benchmarks.page", *words):
        raise Failure("Not all was measured: see above.")
    print("These are the pages; the layers are measured by gru-course bench.")


# -- Commands --------------------------------------------------------------------------------------


def read_command():
    """The options of the command line, and the words that are handed on to pytest or Jupyter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.set_defaults(serve=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="build the book and serve it on this machine")
    serve.add_argument("--port", type=int, help="only this port (default: 8000 or the next free)")
    serve.add_argument("--open", action="store_true", help="open the book in a browser")
    serve.set_defaults(serve=True)
    commands.add_parser("test", help="run all tests; words that follow go to pytest")
    commands.add_parser("setup", help="make the environment that the course needs")
    commands.add_parser("build", help="build the book into _build/html")
    slides = commands.add_parser("slides", help="make slides of the chapters into _build/slides")
    slides.add_argument("names", nargs="*", help="how the chapters start (default: all, a lecture)")
    slides.add_argument("--serve", action="store_true", help="serve them on this machine")
    slides.add_argument("--port", type=int, help="only this port (default: 8000 or the next free)")
    slides.add_argument("--open", action="store_true", help="open what is served in a browser")
    commands.add_parser("lab", help="open the chapters in JupyterLab; words that follow go to it")
    notebooks = commands.add_parser("notebooks", help="run the chapters and write them back clean")
    notebooks.add_argument("names", nargs="*", help="how the names start (default: all)")
    student = commands.add_parser("student", help="write the chapters without solutions")
    solutions = commands.add_parser("solutions", help="write the chapters with open solutions")
    for parser_of_copies in (student, solutions):
        parser_of_copies.add_argument("folder", help="a folder that is new or empty")
    solutions.add_argument("--nbgrader", action="store_true", help="as an nbgrader assignment")
    handout = commands.add_parser("handout", help="print the book, or chapters, as one PDF")
    figures = commands.add_parser("figures", help="write every figure as SVG and PNG")
    figures.add_argument("folder", help="where to; files of the same name are replaced")
    for parser_of_pages in (handout, figures):
        parser_of_pages.add_argument(
            "chapters", nargs="*", help="how their names start (default: all)"
        )
    handout.add_argument("--solutions", action="store_true", help="with solutions and answers")
    handout.add_argument("--output", default=BUILD / "handout", help="the PDF's folder")
    commands.add_parser("bench", help="measure the pages; words that follow go to the benchmark")
    commands.add_parser("check", help="check the style, then run all tests")
    options, words = parser.parse_known_args()
    if words and options.command not in ("test", "lab", "bench"):
        parser.error(f"{options.command} does not know {' '.join(words)}")
    return options, words


EXTRA = {  # what a command needs besides the reader's packages
    **dict.fromkeys(["test", "check", "bench"], "test"),
    **dict.fromkeys(["handout", "figures"], "handout"),
}


def obey(options, words):
    """Do what a command asks for; each prepares what it needs."""
    if options.serve:
        listen(options.port).server_close()  # a port that is taken is told before the work
    set_up(*[EXTRA[options.command]] if options.command in EXTRA else [])
    if options.command in ("serve", "build"):
        build()
    if options.command == "slides":
        build_slides(options.names)
    if options.serve:
        serve(options.port, options.open, SLIDES if options.command == "slides" else BOOK)
    if options.command == "lab":
        run(PYTHON, "-m", "jupyter", "lab", "--ip=127.0.0.1", *words, "chapters")
    if options.command == "notebooks":
        run_notebooks(options.names)
    if options.command in ("student", "solutions"):
        copy_for_class(options)
    if options.command in ("handout", "figures"):
        take_along(options)
    if options.command == "bench":
        bench(words)
    if options.command == "check":
        check_style()
    if options.command in ("test", "check"):
        test(words)


def main():
    """Do what the command line asks for, and return what stopped it, if anything did."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        return f"The course needs Python 3.11 or newer; this is Python {found}."
    try:
        obey(*read_command())
    except OSError as error:
        full = error.errno == errno.ENOSPC
        return "The disk is full." if full else f"{error.strerror}: {error.filename}."
    except KeyboardInterrupt:
        return "\nStopped; the same command goes on from here."


if __name__ == "__main__":
    sys.exit(main())
