"""A host of a book that falls silent and comes back."""

import socket
import threading
from contextlib import suppress

from commands.serving import Server


class Cord(Server):
    """A server whose connections can be cut: a browser keeps them for its next requests."""

    def __init__(self, *place):
        super().__init__(*place)
        self.links = []

    def get_request(self):
        link, address = super().get_request()
        self.links.append(link)
        return link, address

    def cut(self):
        self.shutdown()
        self.server_close()
        for link in self.links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)


class Host:
    """A book at an address that may fall silent and come back."""

    def __init__(self, folder):
        self.folder = folder
        self.asked: list[str] = []
        self._port = 0
        self._server = None

    def up(self):
        """Serve the folder, at the same address each time."""
        self._server = Cord(self._port, self.folder)
        self._port = self._server.server_port
        read = self._server.read

        def noted(target):
            self.asked.append(target)
            return read(target)

        self._server.read = noted
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self._server.address

    def leave_endings_out(self):
        """From now on, serve pages by their names without ".html", too."""
        read = self._server.read
        self._server.read = lambda target: read(target) or read(f"{target}.html")

    def down(self):
        """Answer no more."""
        self._server.cut()
