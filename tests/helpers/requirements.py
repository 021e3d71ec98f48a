"""What the course asks for, in which versions, and what is here; names are canonical."""

import importlib.metadata
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def asked() -> set[str]:
    """What pyproject.toml asks for, with every extra, to build and to run."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = said["project"]
    lists = [said["build-system"]["requires"], project["dependencies"]]
    lists += project["optional-dependencies"].values()
    lines = [Requirement(line) for lines in lists for line in lines]
    return {canonicalize_name(line.name) for line in lines} - {project["name"]}


def locked() -> dict[str, str]:
    """The versions in constraints.txt, on whatever platform they are needed."""
    text = (ROOT / "constraints.txt").read_text("utf-8")
    lines = [Requirement(line) for line in text.splitlines() if not line.startswith("#")]
    return {canonicalize_name(line.name): str(line.specifier)[2:] for line in lines}


def installed() -> dict[str, str]:
    """The versions that are here; of torch without the part that says what it computes on."""
    found = importlib.metadata.distributions()
    named = {canonicalize_name(each.metadata["Name"]): each.version for each in found}
    return {name: version.partition("+")[0] for name, version in named.items()}
