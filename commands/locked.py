"""Whether constraints.txt is what is installed: run in the environment, which has `packaging`."""

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COURSE = "gru-course"
TOOLS = {"pip", "setuptools", "wheel", "uv", COURSE}  # they install, and nothing runs with them
PLACES = [  # where the course runs: a pin may be needed on one of them only
    {"sys_platform": platform, "platform_system": system, "os_name": name}
    for platform, system, name in (
        ("linux", "Linux", "posix"),
        ("darwin", "Darwin", "posix"),
        ("win32", "Windows", "nt"),
    )
]
Wanted = tuple[str, frozenset[str]]  # a package with extras
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def pins(text: str) -> dict[str, str]:
    """The versions that constraints.txt names, by canonical name."""
    found = re.findall(r"(?m)^([\w.-]+)==(\S+)$", text)
    return {canonicalize_name(name): version for name, version in found}


def installed() -> dict[str, str]:
    """The versions that are here; of torch without the part that says what it computes on."""
    found = importlib.metadata.distributions()
    named = {canonicalize_name(each.metadata["Name"]): each.version for each in found}
    return {name: version.partition("+")[0] for name, version in named.items()}


def needed() -> set[str]:
    """What the course needs with all its extras, on any of its platforms, as far as it is here."""
    wanted = [_named(Requirement(line)) for line in direct(Path("pyproject.toml"))]
    seen: set[Wanted] = set()
    while wanted:
        one = wanted.pop()
        if one not in seen:
            seen.add(one)
            wanted += _asked_by(*one)
    return {name for name, _ in seen}


def direct(file: Path) -> list[str]:
    """What pyproject.toml asks for, with every extra, to build and to run."""
    asked = tomllib.loads(file.read_text("utf-8"))
    project = asked["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    lines = [line for lines in lists for line in lines if not line.startswith(COURSE)]
    return [*asked["build-system"]["requires"], *lines]


def _named(requirement: Requirement) -> Wanted:
    return canonicalize_name(requirement.name), frozenset(requirement.extras)


def _asked_by(name: str, extras: frozenset[str]) -> Iterator[Wanted]:
    try:
        requirements = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:  # needed elsewhere
        return
    for requirement in map(Requirement, requirements):
        if _applies(requirement, extras):
            yield _named(requirement)


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(
        marker.evaluate({**place, "python_version": python, "extra": extra})
        for place in PLACES
        for python in PYTHONS
        for extra in (*extras, "")
    )


def fault(pinned: dict[str, str], here: dict[str, str], wanted: set[str]) -> str | None:
    """What is wrong first, in one sentence; None when the lock is what is tested."""
    for name, version in sorted(here.items()):
        if name not in TOOLS and pinned.get(name) != version:
            said = f"{name}=={pinned[name]}" if name in pinned else f"no {name}"
            return f"constraints.txt must name {name}=={version}, which is installed; it has {said}"
    for name in sorted(pinned.keys() - wanted - TOOLS):
        return f"constraints.txt must name only what an extra needs, and none needs {name}"
    return None


def main() -> str | None:
    """Print one line, or return the sentence that says what is wrong."""
    pinned, here = pins(Path("constraints.txt").read_text("utf-8")), installed()
    found = fault(pinned, here, needed())
    if found is None:
        print(f"constraints.txt names what is installed: {len(pinned)} packages.")
    return found and f"{found}."


if __name__ == "__main__":
    sys.exit(main())
