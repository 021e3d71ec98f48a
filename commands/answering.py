"""What a browser is answered: files and nothing else, and this machine's browsers alone."""

import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from commands.finding import lifetime

if TYPE_CHECKING:  # it answers by what stands here
    from commands.serving import Server

THIS_MACHINE = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.IGNORECASE)
ALWAYS = {  # what a page cannot say of itself, its policy says the rest
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Pages(BaseHTTPRequestHandler):
    """Serve the files of the server's folder, each as it is now."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits for the one before to be confirmed
    timeout = 60  # seconds that a connection may be silent

    server: "Server"

    def do_GET(self) -> None:
        """Send a file, or say that there is none."""
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # a body is not read, so no request comes after it
        if not self._is_for_this_machine():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        target = self.requestline.split()[1]  # `path` is not what was asked for: it is tidied up
        found = self.server.read(target)
        if found:
            self._send(HTTPStatus.OK, *found, {"Cache-Control": lifetime(target)})
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        """Send what GET would, without the file."""
        self.do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request: by the book's own page for wrong addresses, or in a few words."""
        if code == HTTPStatus.NOT_IMPLEMENTED:
            code = HTTPStatus.METHOD_NOT_ALLOWED
        page = self.server.read("/404.html") if code == HTTPStatus.NOT_FOUND else None
        words = f"{int(code)} {HTTPStatus(code).phrase}\n".encode()
        about = {"Cache-Control": "no-store"}
        if code == HTTPStatus.METHOD_NOT_ALLOWED:
            about["Allow"] = "GET, HEAD"
        if code != HTTPStatus.NOT_FOUND:
            about["Connection"] = "close"  # what follows may not be a request
        self._send(code, *(page or ("text/plain; charset=utf-8", words)), about)

    def _is_for_this_machine(self) -> bool:
        """Whether the request names this machine; other names may lead here by a trick of DNS."""
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and bool(THIS_MACHINE.fullmatch(hosts[0]))

    def _send(self, code: int, kind: str, body: bytes, about: dict[str, str]) -> None:
        """Send a status, its headers and a body; HEAD gets the length and no body."""
        self.send_response(code)
        for name, value in {**ALWAYS, **about}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def version_string(self) -> str:
        """Who answers, without versions."""
        return "course.py"

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing for each request."""
