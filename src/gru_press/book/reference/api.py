"""The directive `api`: what parts of the package offer, read from their docstrings.

It names modules; their public names and what is said of them are read when the book is built. A
package that lists its names in `__all__` is one section, any other one a section for each module.
"""

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from gru_press.book.reference.docstrings import Names, blocks

PACKAGE = "gru_course"


class Api(SphinxDirective):
    """Sections for the parts of the package that the directive's lines name."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build the sections; a part that is not there stops the build."""
        modules = [module for line in self.content if line for module in modules_of(line)]
        places = [
            (name, anchor(module, name)) for module in modules for name, _ in public_names(module)
        ]
        counts = Counter(name for name, _ in places)
        known = {name: place for name, place in places if counts[name] == 1}
        for module in modules:
            self.env.note_dependency(str(module.__file__))
        return [_section(module, known) for module in modules]


def modules_of(part: str) -> list[ModuleType]:
    """The modules that a part of the package is read from, such as "cells" or "data"."""
    module = importlib.import_module(f"{PACKAGE}.{part}")
    if hasattr(module, "__all__") or not hasattr(module, "__path__"):
        return [module]
    found = [f"{part}.{each.name}" for each in pkgutil.iter_modules(module.__path__)]
    return [within for name in found for within in modules_of(name)]


def public_names(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The functions and classes that a module offers, in the order in which it has them."""
    offered = getattr(module, "__all__", None)
    for name in offered or list(vars(module)):
        value = getattr(module, name)
        own = offered or getattr(value, "__module__", None) == module.__name__
        if own and not name.startswith("_") and callable(value):
            yield name, value


def anchor(module: ModuleType, name: str) -> str:
    """The id of a name on its page: `cells.gru_step`."""
    return f"{_short(module)}.{name}"


def _short(module: ModuleType) -> str:
    return module.__name__.removeprefix(f"{PACKAGE}.")


def _section(module: ModuleType, known: Names) -> nodes.section:
    title = nodes.title("", "", nodes.literal("", _short(module)))
    own = f"module-{_short(module)}"  # a heading of the page may have the name alone
    section = nodes.section("", title, ids=[own], names=[own], classes=["gru-api"])
    section += blocks(module.__doc__, known)
    items = [
        _entry(anchor(module, name), name, value, known) for name, value in public_names(module)
    ]
    section += nodes.definition_list("", *items)
    return section


def _entry(id: str, name: str, value: Any, known: Names) -> nodes.definition_list_item:
    """One name: how it is called, what is said of it, and the methods of a class."""
    term = nodes.term("", "", nodes.literal("", f"{name}{signature(value)}"), ids=[id])
    said = nodes.definition("", *blocks(value.__doc__, known))
    methods = [
        nodes.definition_list_item(
            "",
            nodes.term("", "", nodes.literal("", f"{method}{signature(function)}")),
            nodes.definition("", *blocks(function.__doc__, known)),
        )
        for method, function in _methods(value)
    ]
    if methods:
        said += nodes.definition_list("", *methods)
    return nodes.definition_list_item("", term, said)


def _methods(value: Any) -> Iterator[tuple[str, Any]]:
    """What a class itself offers, documented; what it inherits is told where it comes from."""
    if not inspect.isclass(value):
        return
    for name, member in vars(value).items():
        function = member.fget if isinstance(member, property) else member
        function = getattr(function, "__func__", function)  # of a class method
        if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
            yield name, member if isinstance(member, property) else function


def signature(value: Any) -> str:
    """The names of the arguments with their defaults; shapes and types are the docstring's."""
    if isinstance(value, property):
        return ""
    try:
        found = inspect.signature(value)
    except ValueError:  # an exception's
        return ""
    arguments = [
        argument.replace(annotation=inspect.Parameter.empty, default=_plain(argument.default))
        for name, argument in found.parameters.items()
        if name not in ("self", "cls")
    ]
    plain = found.replace(parameters=arguments, return_annotation=inspect.Signature.empty)
    return str(plain)


def _plain(default: Any) -> Any:
    """A default as it is written; a function is its name, never its address."""
    if inspect.isroutine(default):
        return _Written(default.__name__)
    return default


class _Written(str):
    """Text without quotation marks."""

    __repr__ = str.__str__
