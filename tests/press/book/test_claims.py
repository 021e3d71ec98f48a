"""Every claim of the sources has its row, and every row a proof that is there."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from gru_press.book.ledger.claims import Claim, find, read_claims
from gru_press.book.ledger.directives import PlaceRole

ROOT = Path(__file__).parents[3]
LEDGER = ROOT / "chapters" / "claims.toml"
CLAIMS = read_claims(LEDGER)


def test_no_claim_of_the_sources_is_missing():
    article, lecture, corrections = range(1, 32), range(1, 25), range(1, 22)
    expected = [f"A{n:02}" for n in article] + [f"F{n:02}" for n in lecture]
    assert [claim.id for claim in CLAIMS] == expected + [f"E{n}" for n in corrections]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_proof_is_there_and_every_verdict_but_a_quoted_one_has_one_that_runs(claim):
    places = [find(proof, ROOT) for proof in claim.proof]
    assert claim.verdict == "quoted" or any(place.runs for place in places)


def test_a_cell_a_widget_a_heading_and_a_test_are_told_apart():
    cell = find("05_new_hidden_state#f8e81caf", ROOT)
    assert cell == ("It cannot run away", "05_new_hidden_state", "cell-f8e81caf", True)
    assert find("02_reset_gate#6b3929be", ROOT).title == "widget ResetGate"
    assert not find("02_reset_gate#The first step", ROOT).runs
    assert find("tests/press/book/test_claims.py", ROOT).page is None


@pytest.mark.parametrize(
    ("proof", "message"),
    [
        ("17_nowhere#a", "no such page"),
        ("02_reset_gate#00000000", "no such cell or heading"),
        ("references#The sources", "no such cell or heading"),
        ("tests/test_nothing.py", "no such file"),
        ("tests/cells/test_cells.py::test_of_nothing", "no such test"),
        ("tests/conftest.py", "no such test"),
    ],
)
def test_a_dead_target_is_named(proof, message):
    with pytest.raises(ValueError, match=message) as refused:
        find(proof, ROOT)
    assert proof in str(refused.value)


def link(text):
    """What the role `place` makes of its text, and the files that the page then depends on."""
    seen = []
    env = SimpleNamespace(srcdir=ROOT, doc2path=str, note_dependency=seen.append)
    document = SimpleNamespace(settings=SimpleNamespace(env=env))
    inliner = SimpleNamespace(document=document)
    (node,), messages = PlaceRole()("place", f"{{place}}`{text}`", text, 1, inliner)
    assert messages == []
    assert node[0].parent is node  # Sphinx puts typographic quotes into it later
    return node["refuri"], node.astext(), seen


def test_a_widget_is_named_by_its_class_also_where_the_cell_does_more():
    assert find("13_which_one#a13f0008", ROOT).title == "widget GateGolf"


def test_a_place_is_linked_under_its_own_name_or_in_words():
    there = "03_update_gate.html#cell-73f18480"
    page = ["chapters/03_update_gate"]
    assert link("03_update_gate#73f18480") == (there, "chapter 3, widget UpdateGate", page)
    assert link("the lever <03_update_gate#73f18480>") == (there, "the lever", page)


def test_a_place_that_is_not_there_stops_the_page():
    with pytest.raises(ValueError, match="no such cell or heading"):
        link("the lever <03_update_gate#00000000>")


ROW = {"id": "A01", "says": "s", "verdict": "shown", "found": "f", "proof": ["index#a"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [({"verdict": "true"}, "A01: verdict must be one of"), ({"proof": []}, "A01: proof must name")],
)
def test_a_row_without_a_known_verdict_or_a_proof_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Claim(**(ROW | change))


def test_an_id_that_is_there_twice_is_refused(tmp_path):
    file = tmp_path / "claims.toml"
    file.write_text(LEDGER.read_text("utf-8") + LEDGER.read_text("utf-8"), "utf-8")
    with pytest.raises(ValueError, match="twice: A01"):
        read_claims(file)
