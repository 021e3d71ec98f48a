"""What a page loads: each answer with its kind, and the bytes that a host sends of it."""

import gzip
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Response

KINDS = {  # by the place of a file; the first that fits
    "figures": r"/plotly-[\d.]+min\.js$",
    "mathematics": r"mathjax|/gru/fonts/|/formulas\.",
    "theme": r"/gru/(?:theme|icons)\.|/_static/(?!gru/)",
    "ours": r"/gru/",
    "page": r"\.html$|/$",
}
SMALL_ALREADY = re.compile(r"\.(?:woff2?|png|jpe?g|mid|mp3)$")


@dataclass(frozen=True)
class Load:
    """One answer that a page got. bytes: of its body as a host sends it, gzipped if that helps."""

    url: str
    bytes: int

    @property
    def kind(self) -> str:
        """One of KINDS, or "others"."""
        path = urlsplit(self.url).path
        return next((kind for kind, place in KINDS.items() if re.search(place, path)), "others")


class Loads:
    """The answers that pages get in a browser's tab from now on, in their order."""

    def __init__(self, page: Page):
        self._answers: list[Response] = []
        page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        if urlsplit(answer.url).scheme in {"http", "https"}:
            self._answers.append(answer)

    def take(self) -> list[Load]:
        """The answers until now; those that come later are taken the next time."""
        answers, self._answers = self._answers, []
        return [Load(answer.url, _sent(answer)) for answer in answers]


def _sent(answer: Response) -> int:
    try:
        body = answer.body()
    except Error:  # a redirection has none
        return 0
    small = SMALL_ALREADY.search(urlsplit(answer.url).path)
    return len(body) if small else len(gzip.compress(body, mtime=0))


def twice(loads: list[Load]) -> list[str]:
    """The addresses that were asked for more than once."""
    return [url for url, times in Counter(load.url for load in loads).items() if times > 1]


def kilobytes(loads: list[Load], *kinds: str) -> float:
    """The weight of the answers of these kinds, or of all."""
    return sum(load.bytes for load in loads if not kinds or load.kind in kinds) / 1024
