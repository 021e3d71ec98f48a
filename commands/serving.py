"""A folder of pages, served to a browser on this machine."""

import http.server
import webbrowser
from functools import partial

from commands.places import BOOK, WINDOWS
from commands.steps import Failure


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serve the files of a folder to a browser on this machine."""

    # Windows may call scripts plain text in its registry; browsers then refuse to run them.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def end_headers(self):
        """Let no browser keep a page that a later build has changed."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *args):
        """Print nothing for each request."""


class Server(http.server.ThreadingHTTPServer):
    """A server that keeps its port to itself; on Windows, reusing an address shares it."""

    allow_reuse_address = not WINDOWS


def listen(port=None, folder=BOOK):
    """A server of a folder at this port, or at the first free one from 8000 on."""
    for number in [port] if port else range(8000, 8100):
        try:
            return Server(("127.0.0.1", number), partial(Pages, directory=str(folder)))
        except (OSError, OverflowError):
            continue
    wanted = f"Port {port} is" if port else "All ports from 8000 to 8099 are"
    raise Failure(f"{wanted} taken or not allowed: name a free one with --port.")


def serve(port, in_browser, folder=BOOK):
    """Serve the book, or another folder, until Ctrl-C, and say where."""
    server = listen(port, folder)
    address = f"http://127.0.0.1:{server.server_port}/"
    print(f"The course is at {address} and ends with Ctrl-C.", flush=True)
    if in_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nThe course is no longer served.")
