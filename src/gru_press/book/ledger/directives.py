"""The directive `claims`, the role `place` that links a cell, and the anchors that both link."""

import json
from collections import Counter
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from gru_press.book.ledger.claims import Claim, Place, find, read_claims


class Claims(SphinxDirective):
    """All claims whose id begins with the directive's argument: A, F or E."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Build the list; a proof that is not there stops the build."""
        root = Path(self.env.srcdir)
        file = root / "chapters" / "claims.toml"
        self.env.note_dependency(str(file))
        claims = [c for c in read_claims(file) if c.id.startswith(self.arguments[0])]
        items = [self._item(claim, root) for claim in claims]
        return [nodes.definition_list("", *items, classes=["gru-claims"])]

    def _item(self, claim: Claim, root: Path) -> nodes.definition_list_item:
        says, _ = self.state.inline_text(claim.says, self.lineno)
        found, _ = self.state.inline_text(claim.found, self.lineno)
        verdict = nodes.strong("", f"{claim.verdict.capitalize()}.")
        places = [find(proof, root) for proof in claim.proof]
        for place in places:
            if place.page:
                self.env.note_dependency(self.env.doc2path(f"chapters/{place.page}"))
        return nodes.definition_list_item(
            "",
            nodes.term("", f"{claim.id} ", *says, ids=[f"claim-{claim.id.lower()}"]),
            nodes.definition(
                "",
                nodes.paragraph("", "", verdict, nodes.Text(" "), *found),
                nodes.paragraph("", "", nodes.Text("See "), *_listed(places), nodes.Text(".")),
            ),
        )


class PlaceRole(ReferenceRole):
    """A link to a cell or a heading of a chapter, from a page beside it: `03_update_gate#73f18480`.

    With words before it, `the lever <03_update_gate#73f18480>`, these are shown. A place that is
    not there stops the build.
    """

    def run(self) -> tuple[list[nodes.Node], list]:
        """Build the link."""
        place = find(self.target, Path(self.env.srcdir))
        self.env.note_dependency(self.env.doc2path(f"chapters/{place.page}"))
        link = _mention(place, "")
        if self.has_explicit_title:
            link.replace(link[0], nodes.Text(self.title))
        return [link], []


def _listed(places: list[Place]) -> list[nodes.Node]:
    """The places after each other; a second one under the same heading gets a number."""
    seen: Counter[tuple[str | None, str]] = Counter()
    parts: list[nodes.Node] = []
    for place in places:
        seen[place.page, place.title] += 1
        again = seen[place.page, place.title]
        parts += [nodes.Text(", "), _mention(place, f" ({again})" if again > 1 else "")]
    return parts[1:]


def _mention(place: Place, suffix: str) -> nodes.Node:
    if place.page is None:
        return nodes.literal("", place.title)
    chapter = place.page.split("_")[0]
    title = f"chapter {int(chapter)}" if chapter.isdigit() else chapter
    anchor = place.anchor or nodes.make_id(place.title)
    where = place.title if place.title.startswith("widget ") else f"“{place.title}”"
    link = nodes.reference("", f"{title}, {where}{suffix}", internal=True)
    link["refuri"] = f"{place.page}.html#{anchor}"
    return link


def name_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Give every code cell of a notebook the anchor `cell-<its id>`."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for node in doctree.findall(nodes.container):
        if node.get("nb_element") == "cell_code":
            node["ids"].append(f"cell-{cells[node['cell_index']]['id']}")
