"""Equations in plain letters, for places that show no mathematics: searches and descriptions.

Only what the chapters write is known: `{\\color{#7A1FD6}{z_t}} \\odot h_{t-1}` becomes z_t ⊙ h_t−1.
"""

import re

from docutils import nodes
from sphinx.addnodes import pending_xref

SIGNS = {
    "odot": "⊙", "cdot": "·", "times": "×", "partial": "∂", "sum": "Σ", "sigma": "σ", "tau": "τ",
    "omega": "ω", "infty": "∞", "approx": "≈", "mapsto": "→", "top": "ᵀ", "ldots": "…",
    "cdots": "…", "dots": "…", "sqrt": "√", "le": "≤", "ge": "≥", "in": "∈",
}  # fmt: skip
WORDS = {"tanh", "ln", "sin", "cos", "log", "exp", "max", "min"}  # others only shape what follows


def plain_math(latex: str) -> str:
    """The same equation without commands, braces and colours; a number stays as (3.1)."""
    text = re.sub(r"\\color\{[^}]*\}|\\(?:begin|end)\{[^}]*\}|\\[\[\]()]|&", " ", latex)
    text = re.sub(r"\\tag\{([^}]*)\}", r" (\1)", text)
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"\1 / \2", text)
    text = re.sub(r"\\([a-zA-Z]+)", lambda match: _word(match[1]), text)
    text = re.sub(r"\\.|[{}]", "", text).replace("-", "−")
    return re.sub(r"\s+(?=[_^)])", "", " ".join(text.split()))


def math_as_letters(node: nodes.Node) -> str:
    """The text of a part of a page, its equations in plain letters, without citations."""
    if isinstance(node, nodes.math | nodes.math_block):
        return plain_math(node.astext())
    if isinstance(node, pending_xref) and node["refdomain"] == "cite":
        return ""  # its key; the number is not known yet
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(math_as_letters(child) for child in node.children)


def _word(command: str) -> str:
    return SIGNS.get(command) or (f"{command} " if command in WORDS else "")
