"""Published files: named by their contents, linked to each other, and nothing else kept."""

import re

import pytest

from gru_course.palette import INKS
from gru_press.book import assets


@pytest.fixture
def sources(monkeypatch):
    """Sources of a test in place of the package's own."""

    def use(**texts):
        named = {name.replace("_", "."): text for name, text in texts.items()}
        monkeypatch.setattr(assets, "texts", lambda: named)

    return use


def test_a_module_imports_the_published_names(sources):
    sources(a_js='import { b } from "./b.js";\n', b_js="export const b = 1;\n")
    published = assets.collect()
    assert f'from"./{published.names["b.js"]}"' in published.contents[published.names["a.js"]]


def test_a_worker_starts_the_published_module(sources):
    sources(a_js='import Trainer from "./b.js?worker";\nnew Trainer();\n', b_js="self.close();\n")
    published = assets.collect()
    code = published.contents[published.names["a.js"]]
    assert f'new Worker(new URL("./{published.names["b.js"]}",import.meta.url)' in code
    assert published.modules("a.js") == [published.names["a.js"]]  # not loaded before it is wanted


def test_a_name_changes_with_the_contents_of_what_is_imported(sources):
    sources(a_js='import { b } from "./b.js";\n', b_js="export const b = 1;\n")
    before = assets.collect().names
    sources(a_js='import { b } from "./b.js";\n', b_js="export const b = 2;\n")
    after = assets.collect().names
    assert before["b.js"] != after["b.js"]
    assert before["a.js"] != after["a.js"]


def test_a_published_module_leaves_its_comments_at_home(sources):
    sources(a_js='// why\n  // and how\nexport const site = "//gru"; // kept\n')
    published = assets.collect()
    assert published.contents[published.names["a.js"]] == 'export const site="//gru"'


def test_modules_come_after_those_that_they_need(sources):
    sources(
        a_js='import { b } from "./b.js";\nimport { c } from "./c.js";\n',
        b_js='import { c } from "./c.js";\n',
        c_js="export const c = 1;\n",
    )
    published = assets.collect()
    assert published.needs["a.js"] == ("c.js", "b.js")
    assert published.modules("a.js") == [published.names[n] for n in ("c.js", "b.js", "a.js")]


def test_a_widget_has_the_common_stylesheet_and_those_of_its_modules(sources):
    sources(
        gate_js='import { plot } from "./plot.js";\n',
        plot_js="export const plot = 1;\n",
        widget_css=".gru {}",
        gate_css=".gru-gate {}",
        plot_css=".gru-plot {}",
        other_css=".gru-other {}",
    )
    published = assets.collect()
    wanted = [published.names[name] for name in ("widget.css", "plot.css", "gate.css")]
    assert published.stylesheets("gate.js") == wanted


def test_a_file_that_is_made_later_is_published_beside_the_others(sources, tmp_path):
    sources(a_js="export const a = 1;\n")
    before = assets.collect()
    after = before.with_file("b.css", "a { color: #ff0000; }\n")
    name = after.names.pop("b.css")
    assert after.names == before.names
    assert re.fullmatch(r"b\.[0-9a-f]{10}\.css", name)
    after.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {name, before.names["a.js"]}
    assert (tmp_path / name).read_text() == after.contents[name]
    assert name not in before.contents


def test_a_circle_of_imports_is_refused(sources):
    sources(a_js='import { b } from "./b.js";\n', b_js='import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match=r"circle, got \('a.js', 'b.js', 'a.js'\)"):
        assets.collect()


def test_an_import_of_nothing_is_refused(sources):
    sources(a_js='import { b } from "./b.js";\n')
    with pytest.raises(ValueError, match=r"a.js must import an existing module, got 'b.js'"):
        assets.collect()


def test_writing_removes_what_an_earlier_version_left(sources, tmp_path):
    sources(a_js="export const a = 1;\n")
    assets.collect().write(tmp_path)
    (tmp_path / "plotly-7.1.0.min.js").touch()  # not ours, so it stays
    sources(a_js="export const a = 2;\n")
    published = assets.collect()
    published.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        published.names["a.js"],
        "plotly-7.1.0.min.js",
    }


def test_no_published_file_names_another_host():
    for name, content in assets.collect().contents.items():
        hosts = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", content.replace("http://www.w3.org", ""))
        assert hosts == [], name


def test_every_ink_has_a_dark_equation_and_a_dark_figure():
    published = assets.collect()
    book = published.contents[published.names["book.css"]].lower()
    figures = published.contents[published.names["figure_settings.js"]]
    for ink in INKS:
        assert f'[style*="color: {ink.light}" i]{{color:{ink.dark}'.lower() in book
        assert f'"{ink.light.lower()}":"{ink.dark}"' in figures
