"""The one form in which notebooks are committed: run in order, and nothing kept but text.

python tests/notebooks/cleaning.py --check NOTEBOOK ...   names what is not clean, and where
python tests/notebooks/cleaning.py EXECUTED TARGET        writes the clean form of a run
"""

import json
import os
import re
import sys
from pathlib import Path

KEPT = {"tags", "mystnb", "slideshow"}  # what the book, the slides and nbval read of a cell
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
RULES = {
    "id": "needs an id of its own",
    "metadata": f"has metadata other than {', '.join(sorted(KEPT))} and a hidden source",
    "execution_count": "does not carry its number in a run from top to bottom",
    "outputs": "holds outputs other than plain text",
}
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b", re.IGNORECASE)

# What a run makes and a clean notebook does not store: the conftest tells nbval to pass over it.
DROPPED = (
    "stderr",  # progress bars
    "text/html",
    "text/latex",
    "text/markdown",
    "image/svg+xml",
    "application/javascript",
    "application/vnd.plotly.v1+json",
)


def cleaned(notebook: dict) -> tuple[dict, list[str]]:
    """Return the clean form of a notebook, and a sentence for each fault of the given one."""
    cells, faults, count = [], [], 0
    for place, cell in enumerate(notebook["cells"], start=1):
        name = f"cell {place}"
        if cell["cell_type"] == "code":
            if not "".join(cell["source"]).strip():
                faults.append(f"{name} is empty")
                continue
            count += 1
            name = f"code cell {count}"
        clean = clean_cell(cell, place, count, taken={made["id"] for made in cells})
        cells.append(clean)
        faults += [
            f"{name} {rule}" for key, rule in RULES.items() if cell.get(key) != clean.get(key)
        ]
        if ADDRESS.search(json.dumps(clean.get("outputs"))):
            faults.append(f"{name} prints a memory address, which no second run repeats")
    if notebook["metadata"].get("kernelspec") != METADATA["kernelspec"]:
        faults.append("the kernel is not the one that is called Python 3")
    if set(notebook["metadata"]) - set(METADATA):
        faults.append("the notebook has metadata other than its kernel and language")
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}, faults


def clean_cell(cell: dict, place: int, count: int, taken: set[str]) -> dict:
    """Keep a cell's source, its id and the metadata that is read; of its outputs only text."""
    name = cell.get("id")
    kept = {key: value for key, value in cell["metadata"].items() if key in KEPT}
    if cell["metadata"].get("jupyter", {}).get("source_hidden"):
        kept["jupyter"] = {"source_hidden": True}
    clean = {
        "cell_type": cell["cell_type"],
        "id": name if name and name not in taken else f"cell-{place}",
        "metadata": kept,
        "source": lines(cell["source"]),
    }
    if cell["cell_type"] == "code":
        clean |= {"execution_count": count, "outputs": text_outputs(cell["outputs"], count)}
    elif "attachments" in cell:
        clean["attachments"] = cell["attachments"]
    return clean


def text_outputs(outputs: list[dict], count: int) -> list[dict]:
    """What a cell printed, the text of what it showed, and the last line of what it raised."""
    kept = []
    for output in outputs:
        clean = {"output_type": output["output_type"]}
        if output.get("name") == "stdout":
            if kept and kept[-1].get("name") == "stdout":
                kept[-1]["text"] = lines([*kept[-1]["text"], *lines(output["text"])])
                continue
            clean |= {"name": "stdout", "text": lines(output["text"])}
        elif "text/plain" in output.get("data", {}):
            clean |= {"data": {"text/plain": lines(output["data"]["text/plain"])}, "metadata": {}}
            if output["output_type"] == "execute_result":
                clean["execution_count"] = count
        elif output["output_type"] == "error":
            last = f"{output['ename']}: {output['evalue']}"
            clean |= {"ename": output["ename"], "evalue": output["evalue"], "traceback": [last]}
        else:
            continue
        kept.append(clean)
    return kept


def lines(text: str | list[str]) -> list[str]:
    """Text as notebooks store it: a list of lines with their ends."""
    return "".join(text).splitlines(keepends=True)


def written(notebook: dict) -> str:
    """The notebook's file, character for character as JupyterLab writes it."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def check(path: Path) -> list[str]:
    """The faults of a notebook's file."""
    text = path.read_text(encoding="utf-8")
    clean, faults = cleaned(json.loads(text))
    if not faults and text != written(clean):
        faults = ["the file is not written as the cleaner writes it"]
    return faults


def write(notebook: Path, target: Path) -> list[str]:
    """Write the clean form of a notebook at once, or return the faults that cannot be cleaned."""
    clean, _ = cleaned(json.loads(notebook.read_text(encoding="utf-8")))
    _, faults = cleaned(clean)
    if not faults:
        half = target.with_suffix(".half")
        half.write_text(written(clean), encoding="utf-8", newline="\n")
        os.replace(half, target)
    return faults


def main(words: list[str]) -> str | None:
    """Check or write; return three faults of each notebook, for Python to print and exit with 1."""
    if words[0] == "--check":
        found = {path: check(Path(path)) for path in words[1:]}
    else:
        found = {words[1]: write(*map(Path, words))}
    told = [f"{path}: {fault}" for path, faults in found.items() for fault in faults[:3]]
    told += [f"{path}: {len(faults) - 3} more" for path, faults in found.items() if faults[3:]]
    return "\n".join(told) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
