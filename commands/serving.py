"""A folder of pages, served to a browser on this machine."""

import http.server
import sys
import webbrowser
from pathlib import Path
from typing import Any

from commands.answering import Pages
from commands.finding import read
from commands.places import BOOK, WINDOWS
from commands.steps import Failure


class Server(http.server.ThreadingHTTPServer):
    """A server of a folder, for this machine only; port 0 is any free one.

    It keeps its port to itself: on Windows, reusing an address shares it.
    """

    allow_reuse_address = not WINDOWS

    def __init__(self, port: int, folder: Path):
        self.folder = Path(folder).resolve()
        super().__init__(("127.0.0.1", port), Pages)

    def read(self, target: str) -> tuple[str, bytes] | None:
        """The kind and the contents of the file that a request's target means, if it means one."""
        return read(self.folder, target)

    @property
    def address(self) -> str:
        """Where the folder is served; it ends in "/"."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before its page was whole."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def listen(port: int | None = None, folder: Path = BOOK) -> Server:
    """A server of a folder at this port, or at the first free one from 8000 on."""
    for number in [port] if port else range(8000, 8100):
        try:
            return Server(number, folder)
        except (OSError, OverflowError):
            continue
    if port and not 0 < port < 2**16:
        raise Failure(f"Port {port} is none: --port must be from 1 to 65535.")
    wanted = f"Port {port} is" if port else "All ports from 8000 to 8099 are"
    raise Failure(f"{wanted} taken or not allowed: name a free one with --port.")


def serve(port: int | None, in_browser: bool, folder: Path = BOOK) -> None:
    """Serve the book, or another folder, until Ctrl-C, and say where."""
    server = listen(port, folder)
    print(f"The course is at {server.address} and ends with Ctrl-C.", flush=True)
    if in_browser:
        webbrowser.open(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nThe course is no longer served.")
