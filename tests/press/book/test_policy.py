"""The policy of a page: its own host, its own texts, and nothing that came in later."""

import pytest

from gru_press.book.policy import guarded, hashes
from gru_press.book.theme.handlers import without_handlers

PAGE = (
    '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n{}\n</head>\n<body>{}</body></html>'
)
ALERT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"  # of the text alert(1)


def directive(page: str, name: str) -> list[str]:
    """What the policy of a page says under a name."""
    policy = page.split('content="')[1].split('"')[0]
    lines = dict(line.split(" ", 1) for line in policy.split("; "))
    return lines[name].split(" ")


def test_a_hash_is_the_one_that_browsers_compute():
    assert hashes(["alert(1)", "alert(1)"]) == [ALERT]


def test_scripts_inside_a_page_are_allowed_by_their_text_and_data_are_not():
    scripts = '<script>alert(1)</script><script type="application/json">{"a": 1}</script>'
    page = guarded(PAGE.format(scripts, '<script src="a.js"></script>'))
    assert directive(page, "script-src") == ["'self'", ALERT]


def test_a_page_without_scripts_allows_files_of_its_host_only():
    page = guarded(PAGE.format("", ""))
    assert directive(page, "default-src") == ["'none'"]
    assert directive(page, "script-src") == ["'self'"]
    assert directive(page, "worker-src") == ["'self'"]
    assert "frame-src" not in page


def test_the_code_of_a_readers_own_widget_is_the_only_reason_for_a_blob():
    state = '<script type="application/vnd.jupyter.widget-state+json">{"_esm":"x"}</script>'
    assert "blob:" in directive(guarded(PAGE.format("", state)), "script-src")
    assert "blob:" not in guarded(PAGE.format("", ""))


def test_stylesheets_inside_a_page_are_allowed_by_their_text():
    page = guarded(PAGE.format("<style>alert(1)</style>", ""))
    assert ALERT in directive(page, "style-src-elem")
    assert "'unsafe-inline'" not in directive(page, "style-src-elem")
    assert ALERT in directive(guarded(PAGE.format("", ""), styles=["alert(1)"]), "style-src-elem")
    free = guarded(PAGE.format("", ""), free_styles=True)
    assert directive(free, "style-src-elem") == ["'self'", "'unsafe-inline'"]


def test_a_policy_stands_before_everything_but_the_encoding_and_only_once():
    page = guarded(PAGE.format("<title>A</title>", ""))
    assert page.index("<meta charset") < page.index("<meta http-equiv") < page.index("<title>")
    assert guarded(page) == page
    changed = guarded(page.replace("<body>", "<body><script>alert(1)</script>"))
    assert changed.count("http-equiv") == 1
    assert ALERT in directive(changed, "script-src")


@pytest.mark.parametrize("body", ['<b onclick="x()">b</b>', "<svg onload=x()></svg>"])
def test_a_handler_in_an_attribute_stops_the_build(body):
    with pytest.raises(ValueError, match=r"must hold no inline handler, got on(click|load)='x"):
        guarded(PAGE.format("", body))


def test_a_page_without_an_encoding_is_refused():
    with pytest.raises(ValueError, match="must name its encoding"):
        guarded("<p>text</p>")


def test_the_themes_buttons_become_markup():
    page = without_handlers(
        '<button onclick="window.print()">p</button><button onclick="toggleFullScreen()">f</button>'
        "<script>\ndocument.write(`\n <button>s</button>\n`);\n</script>"
        "<script>let kept = 1;</script><script>kernelName = 'python3'</script>"
        '<script type="text/x-thebe-config">{ requestKernel: true }</script>'
    )
    assert page == (
        '<button data-gru-does="print">p</button><button data-gru-does="full-screen">f</button>'
        "\n <button>s</button>\n<script>let kept = 1;</script>"
    )
