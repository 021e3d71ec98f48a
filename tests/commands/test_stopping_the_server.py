"""`course.py serve` is stopped at ten moments, and readers leave it in the middle of an answer."""

import os
import re
import socket
import struct
import urllib.parse
import urllib.request

import pytest

from tests.commands.process import SmallCourse, press_ctrl_c, wait_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to its console")
LONG = "long " * 2_000_000  # more than a connection holds while nobody reads
SERVED = re.compile(r"The course is at http://127\.0\.0\.1:(\d+)/ and ends with Ctrl-C\.\n")
ENDS = (
    ("\nThe course is no longer served.\n", 0),
    (
        "\nStopped; the same command goes on from here.\n",
        130,
    ),
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with a finished book; one page has a name with an umlaut, one is long."""
    course = SmallCourse(tmp_path_factory.mktemp("serving"), index="# A book\n")
    course.finish(index="the book", für_später="später", long=LONG)
    return course


def port_of(process) -> int | None:
    found = SERVED.search(process.said())
    return int(found[1]) if found else None


def get(port: int, name: str) -> bytes:
    address = f"http://127.0.0.1:{port}/{urllib.parse.quote(name)}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read()


def asking(port: int, name: str) -> socket.socket:
    """A reader who has asked for a page and has read only the beginning of the answer."""
    reader = socket.create_connection(("127.0.0.1", port), timeout=60)
    reader.sendall(f"GET /{name} HTTP/1.0\r\n\r\n".encode())
    assert reader.recv(4) == b"HTTP"
    return reader


def leave_rudely(reader: socket.socket) -> None:
    """Close with a reset, as a browser does that is closed, or a network that breaks."""
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reader.close()


@pytest.mark.parametrize(
    "moment",
    [
        0,
        1,
        2,
        4,
        *(pytest.param(moment, marks=pytest.mark.nightly) for moment in (3, *range(5, 10))),
    ],
)
def test_a_server_that_is_stopped_says_one_sentence(course, moment):
    """Before it serves (0: preparing, 1: the book, 2: the address), then after so many pages."""
    with course.started("serve") as process:
        if moment == 0:
            wait_for(lambda: (course.folder / "_build" / "lock").exists(), process)
        elif moment == 1:
            wait_for(lambda: "up to date" in process.said(), process)
        else:
            wait_for(lambda: port_of(process), process)
        readers = []
        for number in range(moment - 2):
            assert get(port_of(process), "index.html") == b"the book"
            if number % 2:
                readers.append(asking(port_of(process), "long.html"))
        status, said = press_ctrl_c(process)
        for reader in readers:
            reader.close()
    begun = "The book is up to date.\n" if "up to date" in said else ""
    served = SERVED.search(said)
    rest = said.removeprefix(begun).removeprefix(served[0] if served else "")
    assert (rest, status) in ENDS
    if moment > 2:
        assert (rest, status) == ENDS[0]


def test_the_same_command_serves_again_whatever_a_file_is_called(course):
    with course.started("serve") as process:
        wait_for(lambda: port_of(process), process)
        assert get(port_of(process), "für_später.html") == "später".encode()
        assert press_ctrl_c(process)[0] == 0


@pytest.mark.parametrize("leave", [socket.socket.close, leave_rudely])
def test_a_reader_who_leaves_in_the_middle_of_an_answer_is_not_a_fault(course, leave):
    with course.started("serve") as process:
        wait_for(lambda: port_of(process), process)
        for _ in range(3):
            leave(asking(port_of(process), "long.html"))
            assert get(port_of(process), "index.html") == b"the book"
        status, said = press_ctrl_c(process)
    assert status == 0
    assert said == f"The book is up to date.\n{SERVED.search(said)[0]}{ENDS[0][0]}"
