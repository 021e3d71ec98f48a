"""What Lighthouse says of the pages: four scores each, on a desktop, and what costs points.

It comes from npm into _build/lighthouse when it is asked for, and is used in no test.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.page.figures import Figure

PACKAGE = "lighthouse@12.8.2"  # the last that runs on Node 18 and 20
PLACE = Path(__file__).parents[2] / "_build" / "lighthouse"
PROGRAM = PLACE / "node_modules" / "lighthouse" / "cli" / "index.js"
GOALS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
CALM = {"total-blocking-time": "ms", "cumulative-layout-shift": "shift"}
CHROME = "--headless=new --no-sandbox --disable-gpu"
TRIES = 4  # now and then its Chromium gives it no trace of the page: NO_NAVSTART


def install() -> None:
    """Get Lighthouse if it is not there. Raises RuntimeError where npm is missing or fails."""
    if PROGRAM.exists():
        return
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise RuntimeError("Lighthouse is skipped: it needs npm and Node, and they are not here")
    PLACE.mkdir(parents=True, exist_ok=True)
    done = _run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(PLACE), PACKAGE])
    if done.returncode or not PROGRAM.exists():
        raise RuntimeError(f"{PACKAGE} could not be installed: {done.stderr.strip()[-200:]}")


def scores_of(name: str, url: str, browser: str) -> Iterator[Figure]:
    """The scores of a page of the book that is served at `url`, each beside its goal.

    browser: the path of a Chromium. Raises RuntimeError when Lighthouse gives no report.
    """
    report = _report(f"{url}{name}.html", browser)
    figure = partial(Figure, section="Lighthouse, desktop", case=Path(name).name)
    for category, goal in GOALS.items():
        told = report["categories"][category]
        note = ", ".join(_costly(told, report["audits"]))
        value = 100 * told["score"]
        yield figure(
            what=category, value=value, unit="points", goal=goal, note=note, more_is_better=True
        )
    for audit, unit in CALM.items():
        value = report["audits"][audit]["numericValue"]
        yield figure(what=audit.replace("-", " "), value=value, unit=unit, goal=0)


def _report(address: str, browser: str) -> dict:
    words = ["--preset=desktop", "--output=json", "--quiet", f"--chrome-flags={CHROME}"]
    words.append(f"--only-categories={','.join(GOALS)}")
    for _ in range(TRIES):
        done = _run(["node", str(PROGRAM), address, *words], CHROME_PATH=browser)
        if not done.returncode:
            return json.loads(done.stdout)
    raise RuntimeError(f"Lighthouse did not look at {address}: {done.stderr.strip()[-200:]}")


def _run(command: list[str], **settings: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, **settings}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _costly(category: dict, audits: dict) -> Iterator[str]:
    """The audits that keep a category from 100, each with what it found."""
    for part in category["auditRefs"]:
        audit = audits[part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
            found = audit.get("displayValue", "")
            yield f"{part['id']} {found}".strip()
