"""Drives WebKitGTK, which has Safari's engine, through WebDriver, on a screen that nobody sees."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

from tests.browser.engines import PATIENCE

PROGRAMS = ("WebKitWebDriver", "Xvfb")
STARTING = 0.05  # seconds between two questions whether it has started


def missing() -> list[str]:
    """The programs that are needed and not there: Debian's webkit2gtk-driver and xvfb."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class WebKit:
    """A WebKit with a window of 1280 by 900 and nothing kept; `close` ends it."""

    def __init__(self):
        self._ending = contextlib.ExitStack()
        try:
            self._start()
        except BaseException:
            self._ending.close()
            raise

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self._ask("POST", "/url", url=url)

    def evaluate(self, code: str):
        """What an expression of JavaScript gives, waited for."""
        script = f"""const tell = arguments[0];
          (async () => ({code}))().then((it) => tell([it]), (error) => tell([null, `${{error}}`]));
        """
        value, *error = self._ask("POST", "/execute/async", script=script, args=[])
        if error:
            raise RuntimeError(error[0])
        return value

    def wait_for(self, code: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(code):
            if time.monotonic() > end:
                raise TimeoutError(f"not true within {PATIENCE} seconds: {code}")
            time.sleep(STARTING)

    def close(self) -> None:
        """End the browser and its screen."""
        with self._ending:
            self._ask("DELETE", "")

    def _start(self) -> None:
        screen = self._run(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24"], stdout=subprocess.PIPE
        )
        display = f":{screen.stdout.readline().decode().strip()}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._run(["WebKitWebDriver", f"--port={port}"], env={**os.environ, "DISPLAY": display})
        self._session = f"http://127.0.0.1:{port}/session"
        self._wait_for_port(port)
        patience = {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000}
        always = {"alwaysMatch": {"timeouts": patience}}
        started = self._ask("POST", "", capabilities=always)
        self._session += f"/{started['sessionId']}"
        self._ask("POST", "/window/rect", x=0, y=0, width=1280, height=900)

    def _run(self, command: list[str], **options) -> subprocess.Popen:
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
        process = self._ending.enter_context(subprocess.Popen(command, **options))
        self._ending.callback(process.terminate)
        return process

    def _wait_for_port(self, port: int) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(STARTING)

    def _ask(self, method: str, path: str, **given):
        body = json.dumps(given).encode() if method == "POST" else None
        request = urllib.request.Request(self._session + path, body, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {json.load(error)['value']}") from error
