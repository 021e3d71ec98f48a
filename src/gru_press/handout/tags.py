"""Nodes of a page as plain text and as nodes that are there."""

from bs4 import Tag


def sole(parent: Tag, selector: str) -> Tag:
    """The first node that a CSS selector finds. Raises ValueError when there is none."""
    found = parent.select_one(selector)
    if found is None:
        raise ValueError(f"<{parent.name}> must hold {selector}, got none")
    return found


def attribute(node: Tag, name: str) -> str:
    """An attribute as it is written, "" when it is absent; bs4 makes lists of classes."""
    value = node.get(name, "")
    return value if isinstance(value, str) else " ".join(value or ())
