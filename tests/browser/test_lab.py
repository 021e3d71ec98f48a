"""The same widgets in a real JupyterLab: what moves in the page arrives in Python, and back."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from gru_course import widgets
from tests.browser.driving import python_line
from tests.browser.family import CLASSES, faults

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]  # one JupyterLab for all

ONE = (
    "from gru_course.widgets import UpdateGate\ngate = UpdateGate(z=0.25)\ngate",
    'print("Python has", gate.z)',
    "gate.z = 0.75",
)
ALL = (
    "from gru_course import widgets\n"
    f"names = {[cls.__name__ for cls in CLASSES]}\n"
    "family = [getattr(widgets, name)() for name in names]\n"
    "answers = {'r': 'No.', 'z': widgets.Right('Yes.')}\n"
    "family.append(widgets.Prediction('Which gate keeps?', answers))\n"
    "display(*family)",
    "import json\nprint(json.dumps([widget.state for widget in family]))",
)
FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
FOLDERS += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
QUIET = {"fetchNews": "false", "checkForUpdates": False}
NOTIFICATIONS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab that knows nothing of this user's settings: (its folder, its address, token)."""
    folder = tmp_path_factory.mktemp("lab")
    folders = {name: str(folder / name) for name in FOLDERS}
    settings = folder / "JUPYTERLAB_SETTINGS_DIR" / NOTIFICATIONS
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(QUIET))

    token, port = secrets.token_hex(16), free_port()
    options = [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", "--allow-root"]
    options += ["--ServerApp.ip=127.0.0.1", "--no-browser", "--LabApp.extension_manager=readonly"]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=folder,
            env=os.environ | folders,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, folder / "lab.log")
        yield folder, f"http://127.0.0.1:{port}", token
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def open_notebook(lab, open_page):
    """A function that opens a new notebook of code cells in JupyterLab, its kernel ready."""
    folder, url, token = lab

    def open_notebook(name, cells):
        code = [nbformat.v4.new_code_cell(cell) for cell in cells]
        notebook = nbformat.v4.new_notebook(cells=code)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, folder / name)
        page = open_page(f"{url}/lab/tree/{name}?token={token}&reset")
        page.set_default_timeout(60_000)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        return page

    return open_notebook


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, server, log):
    for _ in range(120):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.URLError:
            time.sleep(0.5)
    pytest.fail("JupyterLab did not answer within a minute: " + log.read_text())


def run_cell(page, number):
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    return cell


def test_a_slider_and_python_hold_one_value(open_notebook):
    page = open_notebook("gate.ipynb", ONE)
    slider = run_cell(page, 0).get_by_role("slider", name="update gate")
    expect(slider).to_have_value("0.25", timeout=60_000)

    slider.press("ArrowRight")
    expect(slider).to_have_value("0.26")
    expect(run_cell(page, 1).get_by_text("Python has 0.26")).to_be_visible()

    run_cell(page, 2)
    expect(slider).to_have_value("0.75")


def test_every_widget_lives_and_python_sees_what_moves(open_notebook):
    page = open_notebook("family.ipynb", ALL)
    shown = run_cell(page, 0).locator(".gru")
    expect(shown).to_have_count(len(CLASSES) + 1, timeout=60_000)
    *places, question = shown.all()
    for place in places:
        place.locator("input[type=range]:enabled").locator("visible=true").first.press("ArrowDown")
    question.get_by_role("radio", name="z").check()

    *states, answered = json.loads(run_cell(page, 1).locator("pre").last.inner_text())
    assert answered == {"answer": "z", "locked": False}
    for cls, place, state in zip(CLASSES, places, states, strict=True):
        assert state != cls().state, cls
        line = python_line(place)
        assert eval(line, vars(widgets)).state == state, line
        assert faults(place) == [], cls
