"""Steps that a reader can follow: commands that run, how long they take, and why they fail."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from commands.places import BIN, LOGS, PYTHON, ROOT, shown

# uv compiles nothing: what Python compiles is kept for all commands after, whatever others want.
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}


class Failure(SystemExit):
    """What went wrong, in one sentence; if nobody catches it, Python prints it and exits with 1."""


def run(*command: object, log: Path | None = None, show: str = "", **settings: str) -> bool:
    """Run a command with the environment's programs first, and say whether it succeeded.

    log: a file for what it says. show: a pattern; lines of the log that match are printed as well.
    """
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    settings = {**os.environ, "PATH": path, "PYTHONUTF8": "1", **KEPT, **settings}
    words = [str(word) for word in command]
    if log is None:
        return subprocess.run(words, cwd=ROOT, env=settings).returncode == 0
    with (
        log.open("ab", buffering=0) as chatter,
        subprocess.Popen(
            words,
            cwd=ROOT,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if show else chatter,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                with suppress(OSError):  # on a full disk it ends here, and `failure` sees why
                    chatter.write(line)
                text = line.decode("utf-8", "replace").strip()
                if re.search(show, text):
                    print(f"  {text}", flush=True)
            process.wait()
        except BaseException:
            try:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.25)  # Ctrl-C is sent to the command too
            finally:
                process.kill()  # also when it comes twice
                process.wait()
            raise
    return process.returncode == 0


def answer(program: str) -> str | None:
    """What a Python program prints that runs in the environment; None if it fails."""
    command = [str(PYTHON), "-c", program]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | KEPT, capture_output=True, text=True
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@contextmanager
def step(doing: str, log_name: str = "step") -> Iterator[Path]:
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
    r"|Network is unreachable|dns error|tcp connect error": (
        "there is no network, or the package index does not answer"
    ),
    r"ensurepip": "this Python has no ensurepip (Debian, Ubuntu: apt-get install python3-venv)",
}


def failure(what: str, log: Path) -> Failure:
    """The failure of a step, with its cause as the step's log tells it."""
    text = read(log)
    if shutil.disk_usage(ROOT).free < 2**23:  # then the log is not whole either
        text += "No space left on device"
    causes = [cause for sign, cause in KNOWN_CAUSES.items() if re.search(sign, text)]
    for sign in ("ERROR|Error|error", "WARNING"):
        causes += re.findall(rf"(?m)^.*(?:{sign}): .*$", text)
    return Failure(": ".join([what, *causes[:1]]) + f" (the log is {shown(log)}).")


def read(path: Path) -> str:
    """The text of a file or a log, without the colours that a terminal would show."""
    return re.sub(r"\x1b\[[\d;]*m", "", path.read_text(encoding="utf-8", errors="replace"))
