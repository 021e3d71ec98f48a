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
    """The answers that pages get in a browser's tab from now on, in their order.

    What the browser has kept and takes from its own cache is no answer.
    """

    def __init__(self, page: Page):
        self._bodies: dict[str, Response] = {}
        self._kept: set[str] = set()  # requests that the browser answers itself, by its names
        self._answered: dict[str, str] = {}  # the addresses of the others
        page.on("response", lambda answer: self._bodies.update({answer.url: answer}))
        network = page.context.new_cdp_session(page)
        network.on("Network.responseReceived", self._note)
        network.on("Network.requestServedFromCache", self._forget)
        network.send("Network.enable")

    def _note(self, event: dict) -> None:
        answer = event["response"]
        web = urlsplit(answer["url"]).scheme in {"http", "https"}
        if web and not answer["fromDiskCache"] and event["requestId"] not in self._kept:
            self._answered[event["requestId"]] = answer["url"]

    def _forget(self, event: dict) -> None:
        self._kept.add(event["requestId"])

    def take(self) -> list[Load]:
        """The answers until now; those that come later are taken the next time."""
        taken, self._answered = list(self._answered.values()), {}
        return [Load(url, _sent(self._bodies[url])) for url in taken]


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
