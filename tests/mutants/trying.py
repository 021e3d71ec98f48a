"""One mutant: applied in the copy, tried by its tests, and taken back."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from tests.mutants.catalogue import Mutant, OutdatedError
from tests.mutants.copies import settings

# What a failed test is called in pytest's summary; a subtest has its own words before the name.
FAILED = re.compile(
    r"(?m)^(?:FAILED|ERROR|SUBFAILED(?P<part>.*?)) "
    r"(?P<id>tests/[^:\n]+?\.py(?:::[^\[\n]+?(?:\[.*?\])?)?)(?: - .*)?$"
)
NOTHING_RUN = {4: "pytest did not take its words", 5: "no test was chosen"}
BUILDS = {"book": "book", "chapters": "book", "slides": "slides"}  # what is built for which needs
LIMIT = 300  # seconds for one test: a fault may be that it never ends
Told = tuple[str, str, str]  # outcome, by, part of a verdict
TIMES = count(1)  # a file's time before its own, in twos of seconds
PATIENCE = 10  # seconds for what is stopped to tidy up


@dataclass(frozen=True)
class Verdict:
    """outcome: "caught", "survived", or "error" where nothing was judged.

    by: the first test that failed, or why nothing was judged. part: the subtest's words.
    """

    name: str
    kind: str
    needs: str
    outcome: str
    by: str
    part: str
    seconds: float

    def as_json(self) -> dict:
        """The same as JSON holds it."""
        return asdict(self)


def try_mutant(mutant: Mutant, copy: Path, command: Sequence[str] = ()) -> Verdict:
    """Apply a mutant in the copy, run its tests, or the command, and take it back."""
    start = time.monotonic()
    part = ""
    try:
        words = [*command] or tests_of(mutant, copy)
        with applied(mutant, copy / mutant.file):
            outcome, by, part = judge(mutant, copy, words, asked=bool(command))
        if outcome == "caught" and mutant.needs not in BUILDS and not command:
            outcome, by = confirmed(by, copy)
    except (OutdatedError, OSError) as error:
        outcome, by = "error", str(error)
    seconds = round(time.monotonic() - start, 1)
    return Verdict(mutant.name, mutant.kind, mutant.needs, outcome, by, part, seconds)


@contextmanager
def applied(mutant: Mutant, file: Path) -> Iterator[None]:
    """Inside: the file has the fault. Afterwards it is as it was before.

    Each fault gives its file another time, or Python would take what it compiled in that second.
    """
    before, then = file.read_bytes(), file.stat().st_mtime
    changed = mutant.apply(before.decode("utf-8")).encode("utf-8")
    try:
        file.write_bytes(changed)
        os.utime(file, (then, then - 2 * next(TIMES)))
        yield
    finally:
        file.write_bytes(before)
        os.utime(file, (then, then))


def tests_of(mutant: Mutant, copy: Path) -> list[str]:
    """The words that run a mutant's tests: all that may decide whether a change lands."""
    marks = "not nightly" if mutant.needs in BUILDS else "not nightly and not built"
    chosen = ["-k", mutant.only] if mutant.only else []
    return pytest("-m", marks, *chosen, *mutant.places(copy))


def pytest(*words: str) -> list[str]:
    """A command line of pytest that stops at the first fault."""
    return [sys.executable, "-m", "pytest", "-x", "-q", "-o", f"timeout={LIMIT}", *words]


def judge(mutant: Mutant, copy: Path, words: list[str], *, asked: bool) -> Told:
    """The outcome and what decided it, once what the tests need is built. asked: not pytest's."""
    with settings(copy) as env:
        if mutant.needs in BUILDS and not asked:
            code = f"from commands import {BUILDS[mutant.needs]} as it; it.build()"
            status, text = run([sys.executable, "-c", code], copy, env)
            if status:
                return "caught", f"the build of the {mutant.needs}: {last_line(text)}", ""
        status, text = run(words, copy, env)
    return told(status, text, asked=asked)


def told(status: int, text: str, *, asked: bool = False) -> Told:
    """What the status and the words of a run say of the fault."""
    if status == 0:
        return "survived", "", ""
    if not asked and status in NOTHING_RUN:
        return "error", f"{NOTHING_RUN[status]}: {last_line(text)}", ""
    failed = FAILED.search(text)
    if failed:
        return "caught", failed["id"], failed["part"] or ""
    return ("caught" if asked else "error"), f"status {status}: {last_line(text)}", ""


def confirmed(test: str, copy: Path) -> tuple[str, str]:
    """Caught only if the test that failed passes without the fault."""
    with settings(copy) as env:
        status, _ = run(pytest(test), copy, env)
    return ("error", f"it fails without the fault, too: {test}") if status else ("caught", test)


def last_line(text: str) -> str:
    """The last line that says something."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "without a word")


def run(words: Sequence[str], copy: Path, env: dict[str, str]) -> tuple[int, str]:
    """Run a command in the copy: its status and what it said. All that it started ends with it."""
    said = Path(env["TMPDIR"]) / "said"
    with (
        said.open("wb") as file,
        subprocess.Popen(
            [*words],
            cwd=copy,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its processes are one group
        ) as process,
    ):
        try:
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        except BaseException:
            process.send_signal(signal.SIGINT)  # pytest closes its browsers
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            raise
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, said.read_text("utf-8", errors="replace")
