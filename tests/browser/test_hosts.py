"""No built file names another host as a place to load from; links for readers may lead anywhere."""

import json
import re
from html.parser import HTMLParser

import pytest

from gru_press.book import vendor

LOADED = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
NAMES = {"canonical", "license", "author"}  # links that a browser does not follow
ELSEWHERE = re.compile(r"\s*(?:\w+:)?//")
STYLE = re.compile(r"url\(\s*['\"]?(?:\w+:)?//|@import\s+['\"](?:\w+:)?//", re.IGNORECASE)
CALLS = r"fetch|import|importScripts|Worker|SharedWorker|WebSocket|EventSource|sendBeacon|Request"
SCRIPT = re.compile(
    rf"\b(?:{CALLS})\(\s*[\"'`](?:\w+:)?//"
    r"|\bopen\(\s*[\"']\w+[\"']\s*,\s*[\"'`](?:\w+:)?//"
    r"|\b(?:from|import)\s*[\"'](?:\w+:)?//"
    r"|\.src\s*=\s*[\"'`](?:\w+:)?//"
)


# Pictures for places on maps. The book has no maps, and its policy refuses them.
NEVER_ASKED = {vendor.PLOTLY: [".src=`https://"]}


class Loads(HTMLParser):
    """The addresses on other hosts that a page loads."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if dict(attributes).get("rel") in NAMES:
            return
        for name, value in attributes:
            loads = name in LOADED or (name in {"href", "xlink:href"} and tag != "a")
            if (loads and ELSEWHERE.match(value or "")) or STYLE.search(value or ""):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data):
        if self.cdata_elem == "style":
            self.found += STYLE.findall(data)
        elif self.cdata_elem == "script":
            self.found += SCRIPT.findall(data)


def loads(suffix: str, text: str) -> list[str]:
    """What a file of this kind loads from other hosts."""
    if suffix == ".html":
        return Loads(text).found
    if suffix == ".css":
        return STYLE.findall(text)
    if suffix == ".js":
        return SCRIPT.findall(text)
    if suffix in {".svg", ".webmanifest"}:
        return re.findall(r"(?:href|src)[\"']?\s*[=:]\s*[\"']\w*:?//[^\"']*", text)
    return []


def test_no_file_of_the_book_loads_from_another_host(book_folder):
    files = [path for path in book_folder.rglob("*") if path.is_file()]
    read = {path: path.read_text("utf-8", "replace") for path in files}
    found = {path.name: loads(path.suffix, text) for path, text in read.items()}
    assert {name: addresses for name, addresses in found.items() if addresses} == NEVER_ASKED
    assert sum(path.suffix == ".html" for path in files) > 25
    assert sum(path.suffix == ".js" for path in files) > 50


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".html", '<link rel="preconnect" href="https://fonts.example">'),
        (".html", "<img src='//a.example/pixel.gif'>"),
        (".html", "<iframe src=https://a.example></iframe>"),
        (".html", "<a href='b.html' ping='https://a.example'>b</a>"),
        (".html", "<p style=\"background: url('https://a.example/b.png')\">b</p>"),
        (".html", "<style>@import '//a.example/b.css';</style>"),
        (".html", "<script>fetch('https://a.example')</script>"),
        (".css", "@font-face { src: url(https://a.example/b.woff2) }"),
        (".css", '@import "https://a.example/b.css";'),
        (".js", 'import {a} from"https://a.example/b.js"'),
        (".js", "const a = await import(`//a.example/b.js`)"),
        (".js", 'new Worker("https://a.example/b.js")'),
        (".js", "request.open('GET', 'https://a.example/')"),
        (".js", 'navigator.sendBeacon("https://a.example/", seen)'),
        (".js", 'new Image().src="//a.example/pixel.gif"'),
        (".webmanifest", json.dumps({"icons": [{"src": "https://a.example/b.png"}]})),
    ],
)
def test_a_file_that_would_is_found(suffix, text):
    assert len(loads(suffix, text)) == 1


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".html", '<a href="https://doi.org/10.3115/v1/D14-1179">Cho et al.</a>'),
        (".html", '<link rel="canonical" href="https://a.example/b.html">'),
        (".html", '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'),
        (".css", "a { background: url(data:image/svg+xml;base64,PHN2Zz4=) }"),
        (
            ".js",
            'document.createElementNS("http://www.w3.org/2000/svg", "g"); // https://a.example',
        ),
    ],
)
def test_a_link_and_a_name_load_nothing(suffix, text):
    assert loads(suffix, text) == []
