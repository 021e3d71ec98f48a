"""What a page may load and run: its Content-Security-Policy, written into the finished page.

The policy allows the page's own host and nothing else. A script or stylesheet that stands inside
the page runs if its text is the one that was there when the book was built: the policy holds its
hash. So what somebody smuggles into a page later is shown at most, never run.

Style attributes stay allowed. Pictures, figures and formulas are placed by them, they run nothing,
and they load nothing that the other lines of the policy do not allow.

Source: W3C, Content Security Policy Level 3, sections 2.3 and 8.3.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser

RUNS = {None, "", "module", "text/javascript"}  # other scripts are data
OWN_CODE = '"_esm":'  # of a reader's own widget, in the state of a page's widgets
META = '<meta http-equiv="Content-Security-Policy" content="{}">'
OLD = re.compile(META.format('[^"]*') + "\n")
PLACE = re.compile(r'<meta charset="utf-8" ?/?>\n', re.IGNORECASE)


class Inside(HTMLParser):
    """The texts of the scripts and stylesheets that stand in a page, and its inline handlers."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.handlers: list[str] = []
        self._texts: list[str] | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note inline handlers, and begin the text of a script that runs or of a stylesheet."""
        named = dict(attributes)
        self.handlers += [f"{name}={named[name]!r}" for name in named if name.startswith("on")]
        if tag == "style":
            self._texts = self.styles
        elif tag == "script" and "src" not in named and named.get("type") in RUNS:
            self._texts = self.scripts
        if self._texts is not None:
            self._texts.append("")

    def handle_data(self, data: str) -> None:
        """Add to the text that has begun."""
        if self._texts is not None:
            self._texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End the text that has begun."""
        self._texts = None


def guarded(
    page: str, *, styles: Sequence[str] = (), free_styles: bool = False, speaker: str = ""
) -> str:
    """The finished page with its policy first in its head, in the place of an older one.

    styles: the stylesheets that scripts write into the page. free_styles: whether they write others
    too, as reveal.js does for print, whose texts nobody knows before.
    speaker: the script of a window that the page opens and fills.
    Raises ValueError for an inline handler, which no policy of ours allows.
    """
    page = OLD.sub("", page)
    inside = Inside(page)
    if inside.handlers:
        raise ValueError(f"a page must hold no inline handler, got {inside.handlers[0]}")
    if not PLACE.search(page):
        raise ValueError(f"a page must name its encoding, got {page[:60]!r}")
    scripts = [*inside.scripts, speaker] if speaker else inside.scripts
    sheets = ["'unsafe-inline'"] if free_styles else hashes([*styles, *inside.styles])
    content = "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes(scripts), *["blob:"] * (OWN_CODE in page)]),
            "style-src 'self' 'unsafe-inline'",  # for browsers that do not know the next two
            " ".join(["style-src-elem 'self'", *sheets]),
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'" + " blob:" * bool(speaker),
            *["frame-src 'self'"] * bool(speaker),
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )
    return PLACE.sub(lambda match: match[0] + META.format(content) + "\n", page, count=1)


def hashes(texts: Sequence[str]) -> list[str]:
    """The sources by which a policy allows these texts, each once, in a fixed order."""
    digests = {hashlib.sha256(text.encode()).digest() for text in texts}
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
