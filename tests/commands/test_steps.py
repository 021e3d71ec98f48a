"""Commands that a step runs: what is shown of them, how long they are waited for, how they end."""

import os
import signal
import sys
import threading
import time

import pytest

from commands import steps

SAYS = "import sys; sys.stdout.buffer.write({!r})"
LEAVES = """
import subprocess, sys
left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open("left", "w").write(str(left.pid))
"""
DEAF = """
import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
open("deaf", "w").write(str(os.getpid()))
time.sleep(60)
"""


def python(program, log, **more):
    return steps.run(sys.executable, "-c", program, log=log, **more)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["\\n", "\\r\\n"])
def test_lines_of_the_log_that_fit_are_shown(tmp_path, capsys, end):
    log, said = tmp_path / "log", b"one was run" + end + b"two is run" + end
    assert python(SAYS.format(said), log, show=r" was run$")
    assert capsys.readouterr().out == "  one was run\n"
    assert log.read_bytes() == said


def test_a_command_that_fails_is_known_by_its_status(tmp_path):
    for show in ("", "x"):
        assert python("pass", tmp_path / "log", show=show)
        assert not python("raise SystemExit(3)", tmp_path / "log", show=show)


def test_what_a_command_leaves_behind_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    assert python(LEAVES, tmp_path / "log")
    os.kill(int((tmp_path / "left").read_text()), signal.SIGTERM)  # it is there to be ended


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to its console")
def test_a_command_that_ignores_ctrl_c_is_ended_though_it_comes_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def press_twice():
        while not (tmp_path / "deaf").exists() or not (tmp_path / "deaf").read_text():
            time.sleep(0.01)
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)

    pressing = threading.Thread(target=press_twice)
    pressing.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            python(DEAF, tmp_path / "log")
        pressing.join()
    except KeyboardInterrupt:  # the second came after the first had ended it
        pass
    finally:
        signal.signal(signal.SIGINT, before)
    assert not is_running(int((tmp_path / "deaf").read_text()))


def is_running(number: int) -> bool:
    """Whether this process lives; one that has ended may wait for its parent to notice."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.waitpid(number, os.WNOHANG)
            os.kill(number, 0)
        except (ChildProcessError, ProcessLookupError):
            return False
        time.sleep(0.05)
    return True
