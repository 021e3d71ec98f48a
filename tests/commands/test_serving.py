"""The pages are served at a free port, and nothing else is."""

import sys
import threading
import urllib.error
import urllib.request

import pytest


def test_the_next_free_port_is_taken_and_a_taken_one_refused(ready):
    with ready.serving.listen() as first, ready.serving.listen() as second:
        assert 8000 <= first.server_port < second.server_port
        with pytest.raises(ready.steps.Failure, match=f"Port {first.server_port} is taken"):
            ready.serving.listen(first.server_port)


def test_a_taken_port_is_told_before_anything_is_done(checkout, monkeypatch):
    with checkout.serving.listen() as server:
        monkeypatch.setattr(sys, "argv", ["course.py", "serve", "--port", str(server.server_port)])
        with pytest.raises(checkout.steps.Failure, match="is taken"):
            checkout.course.main()
    assert checkout.commands == []


def test_an_impossible_port_is_refused(ready):
    with pytest.raises(ready.steps.Failure, match="Port 70000"):
        ready.serving.listen(70000)


@pytest.fixture
def address(built):
    (built.places.BOOK / "host.js").write_text("1")
    server = built.serving.listen()
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_pages_and_scripts_are_served(address):
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"first"
    with urllib.request.urlopen(address + "host.js") as answer:
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("../course.py", None, 404), ("index.html", b"x", 405)],
)
def test_nothing_else_is_served(address, path, body, status):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + path, data=body)
    refused.value.close()
    assert refused.value.code == status
