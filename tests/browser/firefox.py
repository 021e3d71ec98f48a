"""Drives the system's Firefox through WebDriver BiDi, which it speaks of itself.

Playwright knows only a Firefox that it brings along; readers have another.
"""

import json
import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

import websocket

from tests.browser.engines import PATIENCE

NAMES = ("firefox-esr", "firefox")
STARTED = re.compile(r"BiDi listening on (ws://\S+)")


def find_firefox() -> str | None:
    """The program that GRU_FIREFOX names, or else the system's Firefox."""
    return os.environ.get("GRU_FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """A Firefox without a window and with an empty profile; `close` ends it."""

    def __init__(self, program: str, profile: Path):
        port = "--remote-debugging-port=0"
        self._process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", profile, port],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._count = 0
        address = self._address()
        self._socket = websocket.create_connection(
            f"{address}/session", suppress_origin=True, timeout=PATIENCE
        )
        self._ask("session.new", capabilities={})
        tree = self._ask("browsingContext.getTree")
        self._tab = tree["contexts"][0]["context"]

    def open(self, url: str, width: int = 1280) -> None:
        """Go to a page and wait until it is loaded."""
        size = {"width": width, "height": 3000}
        self._ask("browsingContext.setViewport", context=self._tab, viewport=size)
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def evaluate(self, code: str):
        """What an expression of JavaScript gives, waited for and as JSON says it."""
        answer = self._ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({code})) ?? 'null')()",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for(self, code: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(code):
            if time.monotonic() > end:
                raise TimeoutError(f"not true within {PATIENCE} seconds: {code}")
            time.sleep(0.05)

    def close(self) -> None:
        """End the browser."""
        self._ask("browser.close")
        self._socket.close()
        self._process.wait(timeout=PATIENCE)
        self._process.stderr.close()

    def _address(self) -> str:
        # Firefox writes on; nobody reading would block it.
        found: list[str] = []
        heard = threading.Event()

        def listen():
            for line in self._process.stderr:
                if match := STARTED.search(line):
                    found.append(match[1])
                    heard.set()
            heard.set()

        threading.Thread(target=listen, daemon=True).start()
        heard.wait(PATIENCE)
        if not found:
            self._process.kill()
            raise RuntimeError("Firefox has not said where it listens")
        return found[0]

    def _ask(self, method: str, **parameters) -> dict:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._count:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]
