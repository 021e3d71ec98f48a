"""Browser modules: joined whole and once each for JupyterLab, and small for the book."""

import gzip
import re

import pytest

from gru_course import widgets
from gru_course.widgets import bundle
from gru_course.widgets.base import GRUWidget

CLASSES = [
    cls
    for name in widgets.__all__
    if isinstance(cls := getattr(widgets, name), type) and issubclass(cls, GRUWidget)
]
ENTRIES = [f"{cls.module}.js" for cls in CLASSES]
KILOBYTE = 1024


def gzipped(name: str) -> int:
    return len(gzip.compress(bundle.source(name).encode(), mtime=0))


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


def test_the_equations_stand_in_one_module_that_imports_nothing():
    assert bundle.imported("gru.js") == ()
    for path in bundle.FOLDER.glob("*.js"):
        if path.name != "gru.js":
            assert "Math.exp(" not in path.read_text(encoding="utf-8"), path.name
            assert "Math.tanh(" not in path.read_text(encoding="utf-8"), path.name


def test_a_widget_wears_the_common_looks_and_those_of_its_modules():
    looks = bundle.stylesheet("update_gate.js")
    assert looks.startswith(bundle.source("widget.css"))
    assert bundle.source("update_gate.css") in looks
    assert bundle.stylesheet("gru.js") == bundle.source("widget.css")


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_looks_of_a_widget_touch_no_other_widget(entry):
    path = bundle.FOLDER / entry.replace(".js", ".css")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    own = re.compile(rf'\.gru-{path.stem}\b|\[data-module="{path.stem}"\]')
    rules = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    for rule in rules:
        for selector in re.split(r",(?![^(]*\))", rule.strip()):
            if not selector.startswith("@"):
                assert own.search(selector), selector


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_widgets_own_module_is_small(entry):
    assert gzipped(entry) <= 6 * KILOBYTE


def test_all_modules_together_are_small():
    assert sum(gzipped(path.name) for path in bundle.FOLDER.glob("*.js")) <= 40 * KILOBYTE
