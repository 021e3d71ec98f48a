"""Browser modules: joined whole and once each for JupyterLab, and small for the book."""

import gzip
import re

import pytest

from gru_course import widgets
from gru_course.widgets import bundle
from gru_course.widgets.base import GRUWidget
from gru_press.book.assets import collect

CLASSES = [
    cls
    for name in widgets.__all__
    if isinstance(cls := getattr(widgets, name), type) and issubclass(cls, GRUWidget)
]
ENTRIES = [f"{cls.module}.js" for cls in CLASSES]
KILOBYTE = 1024


PUBLISHED = collect()
MODULES = [path.name for path in bundle.files().values() if path.suffix == ".js"]


def gzipped(name: str) -> int:
    return len(gzip.compress(PUBLISHED.contents[PUBLISHED.names[name]].encode(), mtime=0))


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_bundle_imports_nothing_and_exports_the_widget_only(entry):
    code = bundle.javascript(entry)
    assert not re.search(r"^[ \t]*import\b|\bimport *\(", code, re.MULTILINE)
    (export,) = re.findall(r"^[ \t]*export\b.*", code, re.MULTILINE)
    assert export.startswith("export default ")
    assert export in bundle.source(entry)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_bundle_holds_each_shared_module_once_and_before_its_use(entry):
    code = bundle.javascript(entry)
    defined = re.findall(r"^const (module_\w+) = \(\(\) => \{$", code, re.MULTILINE)
    assert defined == [f"module_{name.removesuffix('.js')}" for name in bundle.imported(entry)]
    assert len(set(defined)) == len(defined)
    for used in re.finditer(r"\} = (module_\w+);$", code, re.MULTILINE):
        assert code.index(f"const {used[1]} = (") < used.start()


def test_what_a_module_imports_comes_after_its_own_imports():
    names = bundle.imported("update_gate.js")
    for position, name in enumerate(names):
        assert set(bundle.imported(name)) <= set(names[:position])


def test_the_equations_stand_in_one_folder_that_imports_nothing_else():
    folder = bundle.FOLDER / "equations"
    for name in MODULES:
        if bundle.files()[name].parent == folder:
            assert all(bundle.files()[used].parent == folder for used in bundle.imported(name))
        else:
            assert not re.search(r"Math\.(exp|tanh)\b", bundle.source(name)), name


def test_a_widget_wears_the_common_looks_and_those_of_its_modules():
    looks = bundle.stylesheet("update_gate.js")
    assert looks.startswith(bundle.source("widget.css"))
    assert bundle.source("update_gate.css") in looks
    assert bundle.stylesheet("gru.js") == bundle.source("widget.css")


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_looks_of_a_widget_touch_no_other_widget(entry):
    name = entry.removesuffix(".js")
    text = bundle.source(f"{name}.css") if f"{name}.css" in bundle.files() else ""
    own = re.compile(rf'\.gru-{name}\b|\[data-module="{name}"\]')
    rules = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    for rule in rules:
        for selector in re.split(r",(?![^(]*\))", rule.strip()):
            if not selector.startswith("@"):
                assert own.search(selector), selector


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_widgets_own_module_is_small(entry):
    assert gzipped(entry) <= 6 * KILOBYTE


def test_all_modules_together_are_small():
    # A share for each widget. The goal is 40 KB; a page loads only what its own widgets need.
    sizes = {name: gzipped(name) for name in MODULES}
    assert sum(sizes.values()) <= 4.25 * KILOBYTE * len(ENTRIES), sizes


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_only_one_widget_needs_is_small(entry):
    folder = bundle.files()[entry].parent
    own = [name for name in MODULES if bundle.files()[name].parent == folder]
    assert sum(map(gzipped, own)) <= 8 * KILOBYTE
