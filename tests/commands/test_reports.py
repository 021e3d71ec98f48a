"""What the logs of Jupyter say of a chapter, in a sentence."""

import pytest

LATE = """A cell timed out while it was being executed, after 4 seconds.
The message was: Cell execution timed out.
Here is a preview of the cell contents:
-------------------
{}
-------------------
"""
SHORT = "while True:\n    pass"
LONG = "['model = build()', 'b = 1', 'c = 1', 'd = 1', 'e = 1']\n...\n['f = 1', 'g = 1']"
DEAD = """/book/index.md: Executing notebook using local CWD [mystnb]
/book/index.md: Executed notebook in 1.23 seconds [mystnb]
{root}/chapters/01_simple_rnn.ipynb: Executing notebook using local CWD [mystnb]
Traceback (most recent call last):
nbclient.exceptions.DeadKernelError: Kernel died
"""


@pytest.mark.parametrize(
    ("cell", "begins"), [(SHORT, "while True:"), (LONG, "model = build()")], ids=["short", "long"]
)
def test_a_cell_that_took_too_long_is_named_by_its_first_line(checkout, cell, begins):
    log = checkout.places.LOGS / "one.log"
    log.write_text(LATE.format(cell))
    told = f"the code cell that begins with {begins} did not end within 4 seconds"
    assert checkout.reports.stopped("one", log).startswith(f"one: {told} (")


def test_the_chapter_is_named_whose_kernel_died(checkout):
    log = checkout.places.LOGS / "book.log"
    log.write_text(DEAD.format(root=checkout.places.ROOT))
    told = "chapters/01_simple_rnn: its kernel died, as it does when the memory is full"
    assert checkout.reports.died(log) == f"{told} (the log is _build/logs/book.log)."


def test_a_log_without_a_dead_kernel_names_none(checkout):
    log = checkout.places.LOGS / "book.log"
    log.write_text(DEAD.replace("DeadKernelError", "RuntimeError"))
    assert checkout.reports.died(log) is None
