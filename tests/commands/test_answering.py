"""What the local server answers: files of its folder, and nothing to anybody else."""

import http.client
import os
import socket
import threading
from contextlib import closing

import pytest

from commands.answering import ALWAYS
from commands.serving import Server

SECRET = "nobody shall read this"
SCRIPT = "export const zero = 0;\n" * 50


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A served folder beside a secret, with links that lead to it."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "book"
    (folder / "chapters").mkdir(parents=True)
    (home / "secret.txt").write_text(SECRET)
    (folder / ".contents").write_text(SECRET)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text(SECRET)
    os.symlink(home / "secret.txt", folder / "link.txt")
    os.symlink(folder / ".contents", folder / "inside.txt")
    os.symlink(home, folder / "way")
    os.symlink(folder / "ring", folder / "ring")
    (folder / "index.html").write_text("<p>grüß</p>" * 99, encoding="utf-8")
    (folder / "404.html").write_text("<p>no such page</p>")
    (folder / "chapters" / "one.html").write_text("<p>one</p>")
    (folder / "host.js").write_text(SCRIPT)
    (folder / "host.0123456789.js").write_text(SCRIPT)
    (folder / "page.0123456789.html").write_text("<p>page</p>")
    (folder / "dot.png").write_bytes(b"\x89PNG" + bytes(999))
    server = Server(0, folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(server, target, *, method="GET", body=None, **headers):
    """The answer to one request, whose target is sent as it is: (status, headers, body)."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)) as link:
        link._validate_path = lambda target: None  # even what a browser would never send
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request(method, target, body, headers)
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read()


def say(server, *lines: bytes) -> bytes:
    """What comes back for a text that need not be a request."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as link:
        link.sendall(b"\r\n".join(lines) + b"\r\n\r\n")
        link.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: link.recv(65536), b""))


OUTSIDE = [
    "/../secret.txt",
    "/chapters/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E%2Fsecret.txt",
    "/..%2fsecret.txt",
    "/%252e%252e/secret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "//secret.txt",
    "///etc/passwd",
    "/chapters//one.html",
    "/etc/passwd",
    "/%2fetc/passwd",
    "/C:/Windows/win.ini",
    "/index.html::$DATA",
    "/index.html%00.txt",
    "/%00",
    "/%ff%fe/index.html",
    "/%c0%ae%c0%ae/secret.txt",
    "/ü/index.html".encode().decode("latin-1"),
    "/./index.html",
    "/index.html/",
    "/index.html/x",
    "/chapters",
    "/chapters/",
    "/" + "a" * 5000,
    "/" + "a/" * 5000,
    "/.contents",
    "/%2econtents",
    "/.git/config",
    "/link.txt",
    "/inside.txt",
    "/way/secret.txt",
    "/ring",
    "/dot.txt",
    "*",
    "index.html",
    "http://127.0.0.1/index.html",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda target: ascii(target[:30]))
def test_a_target_that_is_no_file_of_the_folder_gets_the_books_page_for_it(server, target):
    answer = say(
        server,
        f"GET {target} HTTP/1.1".encode("latin-1"),
        b"Host: 127.0.0.1",
        b"Connection: close",
    )
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"<p>no such page</p>")


def test_files_and_the_index_are_served_with_their_kinds(server):
    for target in ("/", "/index.html", "/?a=1", "/index.html#x"):
        status, headers, body = ask(server, target.split("#")[0])
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert body.decode() == "<p>grüß</p>" * 99
    assert ask(server, "/host.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"
    assert ask(server, "/dot.png")[1]["Content-Type"] == "image/png"
    assert ask(server, "/chapters/one.html")[2] == b"<p>one</p>"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "GIT"])
def test_only_get_and_head_are_answered(server, method):
    status, headers, body = ask(server, "/index.html", method=method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")
    assert body == b"405 Method Not Allowed\n"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost:80:80", "", "127.0.0.1, a", "[::1]"],
)
def test_another_name_for_this_machine_is_refused(server, host):
    status, _, body = ask(server, "/index.html", Host=host)
    assert (status, body) == (421, b"421 Misdirected Request\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST:1"])
def test_this_machine_goes_by_two_names_at_any_port(server, host):
    assert ask(server, "/index.html", Host=host)[0] == 200


def test_two_names_or_none_are_refused(server):
    line = b"GET /index.html HTTP/1.1"
    assert b" 421 " in say(server, line, b"Host: localhost", b"Host: evil.example")
    assert b" 421 " in say(server, line)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([b"GET /" + b"a" * 70_000 + b" HTTP/1.1"], b"414"),
        ([b"GET / HTTP/1.1", b"Host: localhost", b"X: " + b"a" * 70_000], b"431"),
        ([b"GET / HTTP/1.1", *[b"X: a"] * 200], b"431"),
        ([b"GET / HTTP/9.9"], b"505"),
        ([b"<script>alert(1)</script>"], b"400"),
        ([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"], b"400"),
        ([b"GET  /  HTTP/1.1  x"], b"400"),
    ],
)
def test_what_is_no_request_is_refused_in_a_few_words(server, capfd, lines, status):
    answer = say(server, *lines)
    assert answer.splitlines()[-1].startswith(status)
    assert b"alert" not in answer
    assert capfd.readouterr() == ("", "")


def test_a_body_is_not_taken_for_another_request(server):
    hidden = b"GET /host.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = [b"GET / HTTP/1.1", b"Host: localhost", b"Content-Length: %d" % len(hidden)]
    assert say(server, *head, b"", hidden).count(b"HTTP/1.1 200") == 1


@pytest.mark.parametrize("target", ["/", "/host.js", "/dot.png", "/none"])
def test_head_says_what_get_would_and_sends_no_body(server, target):
    status, headers, body = ask(server, target)
    status_of_head, headers_of_head, empty = ask(server, target, method="HEAD")
    assert empty == b"" and status == status_of_head
    assert int(headers_of_head["Content-Length"]) == len(body)
    same = [{**h, "Date": ""} for h in (dict(headers), dict(headers_of_head))]
    assert same[0] == same[1]


def test_a_file_is_sent_as_it_is_now(server):
    file = server.folder / "chapters" / "two.html"
    for text in ("first", "other"):  # in the same second, and as long
        file.write_text(text)
        assert ask(server, "/chapters/two.html")[2] == text.encode()
    file.unlink()
    assert ask(server, "/chapters/two.html")[0] == 404


@pytest.mark.parametrize(
    ("target", "lasts"),
    [
        ("/host.0123456789.js", True),
        ("/host.js?digest=dfe6caa3a7d634c4db9b", True),
        ("/host.js?v=9eb32ce0", True),
        ("/host.js", False),
        ("/host.js?q=9eb32ce0", False),
        ("/index.html", False),
        ("/", False),
        ("/?v=9eb32ce0", False),
        ("/index.html?v=9eb32ce0", False),
        ("/page.0123456789.html", False),
    ],
)
def test_only_what_is_named_by_its_contents_is_kept_for_ever(server, target, lasts):
    kept = ask(server, target)[1]["Cache-Control"]
    assert kept == ("max-age=31536000, immutable" if lasts else "no-cache")


@pytest.mark.parametrize("target", ["/", "/none", "/host.js"])
def test_every_answer_carries_what_a_page_cannot_say_of_itself(server, target):
    headers = ask(server, target)[1]
    assert {name: headers[name] for name in ALWAYS} == ALWAYS
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert headers["Server"] == "course.py"  # no version of Python
    assert headers["Set-Cookie"] is None and headers["Access-Control-Allow-Origin"] is None


def test_one_connection_serves_many_files(server):
    with closing(http.client.HTTPConnection("127.0.0.1", server.server_port)) as link:
        link.connect()
        first = link.sock
        for target in ("/", "/none", "/host.js", "/"):
            link.request("GET", target)
            link.getresponse().read()
            assert link.sock is first


def test_a_browser_that_leaves_is_no_error(server, capfd):
    file = server.folder / "large.png"
    file.write_bytes(bytes(30_000_000))
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.server_port)) as link:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # abruptly
            link.sendall(b"GET /large.png HTTP/1.1\r\nHost: localhost\r\n\r\n")
            link.recv(10)
    assert ask(server, "/")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_the_server_listens_to_this_machine_only(server):
    assert server.server_address[0] == "127.0.0.1"
