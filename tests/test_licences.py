"""Whose licences the course rests on: the table of CONTRIBUTING says what the packages say."""

import importlib.metadata
import re
from importlib.metadata import Distribution
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.helpers.requirements import asked, installed, locked

ROOT = Path(__file__).parents[1]
FAMILIES = {
    "Apache": r"Apache",
    "BSD": r"BSD",
    "MIT": r"\bMIT\b",
    "MPL": r"MPL|Mozilla",
    "LGPL": r"LGPL|Lesser General",
    "ISC": r"\bISC",
    "PSF": r"PSF|Python Software Foundation",
    "Artistic": r"Artistic",
}
UNSAID = {  # whose metadata name no licence; what their files say
    "axe-playwright-python": "MIT",
    "namex": "Apache-2.0",
    "espeakng-loader": "GPL-3.0",
}
OPTIONAL_GPL = {"espeakng-loader"}  # an extra of its own, never installed unless asked for


def said(found: Distribution) -> str:
    """What a package says of its licence."""
    about = found.metadata
    kinds = [kind for kind in about.get_all("Classifier") or [] if kind.startswith("License")]
    name = canonicalize_name(about["Name"])
    words = [about.get("License-Expression"), *kinds, (about.get("License") or "")[:60]]
    return UNSAID.get(name) or " ".join(word for word in words if word)


def families(text: str) -> set[str]:
    return {name for name, pattern in FAMILIES.items() if re.search(pattern, text)}


def table() -> dict[str, str]:
    """The licences of each row of the table in CONTRIBUTING, by the names in it."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("| Package | Licence |")[2]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in text.splitlines()[2:]]
    named = {}
    for names, licences in (row for row in rows if len(row) == 2):
        for name in re.split(r", | and ", names.replace(" (optional)", "")):
            named[canonicalize_name(name)] = licences
    return named


def test_the_table_names_each_package_and_its_licence():
    rows, here, wrong = table(), installed(), []
    for name in sorted(asked()):
        row = rows.get("pytest" if name.startswith("pytest-") else name)
        if row is None:
            wrong.append(f"{name} is not in the table")
        elif name in here:
            licence = said(importlib.metadata.distribution(name))
            if name in OPTIONAL_GPL:
                wrong += [] if row == licence else [f"{name}: {row}"]
            elif not families(licence) & families(row):
                wrong.append(f"{name}: {licence}, and not {row}")
    assert wrong == []


def test_no_package_has_a_licence_that_binds_who_uses_the_course():
    unknown = {}
    for name in locked().keys() & installed().keys():
        found = said(importlib.metadata.distribution(name))
        if name not in OPTIONAL_GPL and not families(found):
            unknown[name] = found
    unknown = {n: text for n, text in unknown.items() if not re.search("0BSD|CC0|Zlib", text)}
    assert unknown == {}


def test_the_gpl_alone_is_no_family_of_ours():
    assert families("License :: OSI Approved :: GNU General Public License v3 (GPLv3)") == set()
    assert families("LGPL-3.0-only") == {"LGPL"}


def test_each_licence_is_in_a_file_of_its_own():
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License\n\nCopyright")
    assert "creativecommons.org/licenses/by/4.0" in (ROOT / "LICENSE-TEXT").read_text("utf-8")
