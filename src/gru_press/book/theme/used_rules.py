"""The rules of a stylesheet that a page may need, found by the classes and ids they ask for."""

from itertools import pairwise
from typing import Any

import tinycss2


def used_rules(styles: str, words: set[str]) -> str:
    """The rules that may fit an element whose classes and ids are among `words`; no comments."""
    return _all(tinycss2.parse_stylesheet(styles, skip_comments=True, skip_whitespace=True), words)


def _all(rules: list, words: set[str]) -> str:
    return "".join(_one(rule, words) for rule in rules)


def _one(rule: Any, words: set[str]) -> str:
    if rule.type == "qualified-rule":
        selectors = [s for s in _selectors(rule.prelude) if _may_fit(s, words)]
        prelude = ",".join(tinycss2.serialize(selector) for selector in selectors)
        return f"{prelude}{{{tinycss2.serialize(rule.content)}}}" if selectors else ""
    if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = _all(inner, words)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}" if kept else ""
    return rule.serialize()


def _selectors(prelude: list) -> list[list]:
    """The selectors of a rule; a comma in brackets, as in :is(a, b), parts none."""
    parts: list[list] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _may_fit(selector: list, words: set[str]) -> bool:
    """Whether all that a selector asks for is there; what brackets hold, as in :not(), may be."""
    ids = {token.value for token in selector if token.type == "hash"}
    classes = {name.value for dot, name in pairwise(selector) if dot == "." != name.type}
    return ids | classes <= words
