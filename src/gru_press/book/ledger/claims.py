"""The ledger's rows: what the sources claim, and where the book proves or corrects it."""

import ast
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

VERDICTS = ("shown", "measured", "corrected", "quoted")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One row of `chapters/claims.toml`, whose head explains the fields."""

    id: str
    says: str
    verdict: str
    found: str
    proof: list[str]

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"{self.id}: verdict must be one of {VERDICTS}, got {self.verdict!r}")
        if not self.proof:
            raise ValueError(f"{self.id}: proof must name one place at least, got none")


class Place(NamedTuple):
    """Where a proof is found: its page and anchor, or no page for a test."""

    title: str
    page: str | None = None
    anchor: str = ""
    runs: bool = True  # whether it is a cell or a test, and not a heading alone


def read_claims(path: Path) -> list[Claim]:
    """Return the rows of the ledger in their order.

    Raises ValueError when an id is there twice, a verdict unknown or a proof missing.
    """
    claims = [Claim(**row) for row in tomllib.loads(path.read_text("utf-8"))["claim"]]
    ids = [claim.id for claim in claims]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"ids must differ, got twice: {', '.join(twice)}")
    return claims


def find(proof: str, root: Path) -> Place:
    """Return the place that `proof` names in the repository `root`.

    Raises ValueError when it is not there: no such page, cell, heading or test.
    """
    if proof.startswith("tests/"):
        return _test(proof, root)
    page, _, target = proof.partition("#")
    for name in (f"{page}.ipynb", f"{page}.md"):
        path = root / "chapters" / name
        if path.exists():
            return _on_page(proof, page, target, _cells(path))
    raise ValueError(f"{proof}: there is no such page")


def _on_page(proof: str, page: str, target: str, cells: list[dict]) -> Place:
    heading = ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            if cell["id"] == target:
                alone = "remove-input" in cell["metadata"].get("tags", [])
                title = f"widget {_made(source)}" if alone else heading
                return Place(title, page, f"cell-{target}")
            continue
        for heading in re.findall(r"^#+ +(.*)$", source, re.MULTILINE):
            if heading == target:
                return Place(heading, page, runs=False)
    raise ValueError(f"{proof}: the page has no such cell or heading")


def _made(source: str) -> str:
    """The class of the first object that a cell makes, such as "UpdateGate"."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return next(name for name in map(ast.unparse, calls) if name[0].isupper())


def _cells(path: Path) -> list[dict]:
    text = path.read_text("utf-8")
    return (
        json.loads(text)["cells"]
        if path.suffix == ".ipynb"
        else [{"cell_type": "markdown", "source": text}]
    )


def _test(proof: str, root: Path) -> Place:
    file, _, name = proof.partition("::")
    path = root / file
    if not path.is_file():
        raise ValueError(f"{proof}: there is no such file")
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    functions = {n.name for n in nodes if isinstance(n, ast.FunctionDef) and _is_test(n)}
    if name not in functions if name else not functions:
        raise ValueError(f"{proof}: the file has no such test")
    return Place(proof)


def _is_test(function: ast.FunctionDef) -> bool:
    return function.name.startswith("test_")
