"""The environment in `.venv`: what requirements.txt asks for, under the course's constraints."""

import json
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commands.places import PYTHON, REQUIREMENTS, ROOT, VENV
from commands.steps import answer, failure, read, run, step
from commands.wholeness import alone, digest

PROBE = """
import importlib.metadata, json, os, sys, sysconfig
site = sysconfig.get_path("purelib")
torch = [d.version for d in importlib.metadata.distributions(name="torch")]
assert sys.version_info >= (3, 11) and os.path.isdir(site)
print(json.dumps({"site": site, "torch": torch[0] if torch else None}))
"""


def set_up(*extras: str) -> None:
    """Make `.venv` hold what requirements.txt asks for, and these extras of the package."""
    with alone():
        if not probe():
            make_environment()
        stamp = VENV / "installed"
        contents = digest([*REQUIREMENTS, VENV / "pyvenv.cfg"])
        known, *held = stamp.read_text().split() if stamp.is_file() else [""]
        if known == contents and set(extras) <= _with_their_parts(held):
            return
        wanted = sorted({*extras, *held})  # what another command asked for stays up to date
        stamp.unlink(missing_ok=True)
        install(wanted)
        stamp.write_text(" ".join([contents, *wanted]))


def _with_their_parts(extras: Sequence[str]) -> set[str]:
    """These extras of the package, and those that they contain by pyproject.toml."""
    text = read(ROOT / "pyproject.toml")
    found: set[str] = set()
    rest = list(extras)
    while rest:
        extra = rest.pop()
        found.add(extra)
        own = re.search(rf'(?ms)^{extra} = \[\s*"gru-course\[([\w,]+)\]"', text)
        rest += own[1].split(",") if own else []
    return found


def probe() -> dict[str, Any]:
    """Where the environment keeps packages and which torch it has; nothing if it does not work."""
    found = answer(PROBE)
    return json.loads(found) if found else {}


def make_environment() -> None:
    """Make `.venv`, in the place of one that does not work."""
    if VENV.exists():
        print("The environment in .venv does not work and is made anew.")
        shutil.rmtree(VENV)
    with step("Making an environment in .venv", "venv") as log:
        if not run(sys.executable, "-m", "venv", VENV, log=log):
            shutil.rmtree(VENV, ignore_errors=True)
            raise failure("No environment could be made", log)


def install(extras: Sequence[str]) -> None:
    """Install everything under the constraints; a torch that is there stays, whoever chose it."""
    there = probe()
    forget_half_installed(Path(there["site"]))
    if answer("import pip") is None:
        answer("import ensurepip; ensurepip.bootstrap()")  # uv makes environments without pip
    constraints = read(ROOT / "constraints.txt")
    (torch,) = re.findall(r"(?m)^torch==\S+$", constraints)
    if fitting(there["torch"]):
        constraints = constraints.replace(torch, f"torch=={there['torch']}")
    requirements = re.sub(r"(?m)^-c .*$", "", read(ROOT / "requirements.txt"))
    (VENV / "constraints.txt").write_text(constraints, encoding="utf-8")
    (VENV / "requirements.txt").write_text(requirements, encoding="utf-8")
    wanted = ["-r", VENV / "requirements.txt", "-c", VENV / "constraints.txt"]
    wanted += ["-e", f".[{','.join(extras)}]"] if extras else []
    pip = [PYTHON, "-m", "pip", "install", "--no-compile"]  # Python does it when it imports
    uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON]
    for_this_machine = [] if fitting(there["torch"]) else ["--torch-backend", "auto"]
    with step("Installing the course's packages", "pip") as log:
        if not run(*pip, "uv", log=log) or not (
            run(*uv, *for_this_machine, *wanted, log=log)
            # The builds of torch for each kind of machine are at pytorch.org. Who cannot reach it
            # gets the one that pip finds: as a rule that with CUDA, some gigabytes.
            or (for_this_machine and run(*pip, torch, log=log) and run(*uv, *wanted, log=log))
        ):
            raise failure("The packages could not be installed", log)


def forget_half_installed(site: Path) -> None:
    """Keep pip from trusting a package whose installation was cut off: INSTALLER comes last."""
    for folder in site.glob("*.dist-info"):
        if not (folder / "INSTALLER").is_file():
            shutil.rmtree(folder)


def fitting(torch: str | None) -> bool:
    """Whether pyproject.toml allows this version of torch, which may be None."""
    (lowest,) = re.findall(r'"torch>=([\d.]+)"', read(ROOT / "pyproject.toml"))
    version, least = ([int(n) for n in re.findall(r"\d+", v)[:2]] for v in (torch or "0", lowest))
    return version >= least
