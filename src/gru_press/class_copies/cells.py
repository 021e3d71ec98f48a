"""Where a chapter holds its exercises and their solutions: read from tags and from marked texts.

A notebook is the dictionary that its JSON holds. Code cells tagged `exercise` wait for an answer,
cells tagged `solution` are what a student's copy lacks, and so are texts that are folded under
"Answer" or "Answers".
"""

import re

ANSWER = re.compile(
    r"\n*<details>\s*<summary>Answers?\b[^<]*</summary>\n*(.*?)\n*</details>", re.DOTALL
)


def source(cell: dict) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def with_source(cell: dict, text: str) -> dict:
    """The cell with another text."""
    return {**cell, "source": text.splitlines(keepends=True)}


def is_tagged(cell: dict, tag: str) -> bool:
    """Whether a cell carries a tag."""
    return tag in cell["metadata"].get("tags", [])


def check_call(cell: dict) -> str:
    """The last line of a cell if it calls a check, such as "check_candidate(candidate)"; or ""."""
    last = source(cell).rstrip().rpartition("\n")[2]
    return last if re.match(r"check_\w+\(", last) else ""


def numbered(cells: list[dict]) -> list[dict]:
    """The cells with their code counted from 1, as a run from top to bottom would."""
    count, result = 0, []
    for cell in cells:
        if cell["cell_type"] == "code":
            count += 1
            outputs = [
                {**out, "execution_count": count} if "execution_count" in out else out
                for out in cell["outputs"]
            ]
            cell = {**cell, "execution_count": count, "outputs": outputs}
        result.append(cell)
    return result
