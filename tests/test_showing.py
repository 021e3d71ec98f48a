import base64
import inspect
import re

import pytest
import torch
from IPython.core.formatters import DisplayFormatter

from gru_course.cells import GRUCell, GRUStep, gru_step
from gru_course.showing import Download, show_source


def test_the_shown_code_is_the_code_that_runs():
    shown = str(show_source(gru_step))
    assert shown == inspect.getsource(gru_step).rstrip()

    namespace = dict(vars(inspect.getmodule(gru_step)))
    exec(shown, namespace)
    cell, x, h_prev = GRUCell(2, 3), torch.randn(4, 2), torch.randn(4, 3)
    assert torch.equal(namespace["gru_step"](x, h_prev, *cell.parameters()).h, cell(x, h_prev).h)


def test_a_method_is_shown_without_its_indent():
    shown = repr(show_source(GRUCell.forward))
    assert shown.startswith("def forward(self, x: Tensor")
    assert "\n    return gru_step(" in shown


def test_several_objects_are_shown_one_after_another():
    shown = repr(show_source(GRUStep, gru_step))
    assert shown == f"{show_source(GRUStep)}\n\n\n{show_source(gru_step)}"


def test_a_notebook_gets_python_that_it_can_colour():
    shown = show_source(gru_step)
    first, *code, last = shown._repr_markdown_().split("\n")
    assert (first, last) == ("````python", "````")
    assert "\n".join(code) == repr(shown)


def test_a_cell_of_a_notebook_displays_text_and_markdown():
    formatter = DisplayFormatter()
    shown = show_source(gru_step)
    data, _ = formatter.format(shown)
    assert data == {"text/plain": repr(shown), "text/markdown": shown._repr_markdown_()}


@pytest.mark.parametrize("obj", [3, len, "gru_step"], ids=["number", "built-in", "name"])
def test_what_has_no_source_is_refused(obj):
    with pytest.raises(TypeError, match="obj must be a function, class or module written in Pyth"):
        show_source(obj)


def test_a_download_holds_its_bytes():
    content = bytes(range(256)) * 5
    html = Download(content, "a<b>.mid")._repr_html_()
    assert repr(Download(content, "a.mid")) == "Download('a.mid')"
    assert 'download="a&lt;b&gt;.mid"' in html and "a&lt;b&gt;.mid (1 kB)" in html
    kind, data = re.search('href="data:(.*);base64,(.*)"', html).groups()
    assert base64.b64decode(data) == content
    assert "mid" in kind


def test_a_download_of_no_known_kind_is_bytes():
    assert "data:application/octet-stream;" in Download(b"x", "notes.unknownkind")._repr_html_()
