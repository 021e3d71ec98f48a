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


@pytest.mark.parametrize(
    ("cell", "begins"), [(SHORT, "while True:"), (LONG, "model = build()")], ids=["short", "long"]
)
def test_a_cell_that_took_too_long_is_named_by_its_first_line(checkout, cell, begins):
    log = checkout.places.LOGS / "one.log"
    log.write_text(LATE.format(cell))
    told = f"the code cell that begins with {begins} did not end within 4 seconds"
    assert checkout.reports.stopped("one", log).startswith(f"one: {told} (")
