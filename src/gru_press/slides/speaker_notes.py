"""The speaker's notes as HTML. The private window has no formulas' fonts, so they are text."""

import html
import re

import mistune

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)
CODE = re.compile(r"(`[^`]*`)")
WORDS = {
    "odot": "⊙", "partial": "∂", "sigma": "σ", "cdot": "·", "times": "×", "omega": "ω", "tau": "τ",
    "infty": "∞", "sum": "∑", "mapsto": "↦", "cdots": "⋯", "ldots": "…", "approx": "≈", "top": "T",
    "sqrt": "√", "le": "≤", "ge": "≥", "to": "→",
}  # fmt: skip
MARKS = {"tilde": "\u0303", "hat": "\u0302", "overline": "\u0305"}
BRACED = r"\{([^{}]*)\}"


def spoken(source: str) -> str:
    """Markdown as the speaker's window shows it."""
    parts = CODE.split(source)  # a dollar in code is no formula
    text = "".join(p if i % 2 else FORMULA.sub(_formula, p) for i, p in enumerate(parts))
    return str(mistune.html(text))


def in_a_line(source: str) -> str:
    """A heading in Markdown as HTML that stands in a line, its formulas as text."""
    return spoken(f"# {source}").removeprefix("<h1>").removesuffix("</h1>\n")


def without_marks(source: str) -> str:
    """A heading in Markdown as text alone, for the title of a page."""
    return re.sub(r"<[^>]+>", "", in_a_line(source))


def _formula(match: re.Match) -> str:
    return f"<i>{as_text(match[1] or match[2])}</i>"


def as_text(formula: str) -> str:
    r"""A formula of TeX as HTML: `\sigma(z_t)` is σ(z<sub>t</sub>)."""
    text = html.escape(formula.strip(), quote=False)
    text = re.sub(r"\\color\{#\w+\}", "", text)
    text = re.sub(rf"\\frac{BRACED}{BRACED}", r"\1/\2", text)
    text = re.sub(r"\\frac(\w)(\w)", r"\1/\2", text)
    for name, mark in MARKS.items():
        text = re.sub(rf"\\{name} *(?:\{{(\w)\}}|(\w))", rf"\1\2{mark}", text)
    text = re.sub(r"\\(?:mathrm|text)" + BRACED, r"\1", text)
    text = re.sub(r"\\([a-zA-Z]+) ?", lambda word: WORDS.get(word[1], word[1]), text)
    text = re.sub(r"\\[,;! ]", " ", text)
    for sign, tag in (("_", "sub"), ("^", "sup")):
        text = re.sub(rf"{re.escape(sign)}{BRACED}", rf"<{tag}>\1</{tag}>", text)
        text = re.sub(rf"{re.escape(sign)}([^\s<{{])", rf"<{tag}>\1</{tag}>", text)
    return text.replace("{", "").replace("}", "").replace("*", "∗")
