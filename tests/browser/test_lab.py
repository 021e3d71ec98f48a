"""The same widget in a real JupyterLab: what moves in the page arrives in Python, and back."""

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

pytestmark = pytest.mark.lab

CELLS = (
    "from gru_course.widgets import UpdateGate\ngate = UpdateGate(z=0.25)\ngate",
    'print("Python has", gate.z)',
    "gate.z = 0.75",
)
FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
FOLDERS += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
QUIET = {"fetchNews": "false", "checkForUpdates": False}
NOTIFICATIONS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"


@pytest.fixture
def lab_url(tmp_path):
    """The address of a notebook in a JupyterLab that knows nothing of this user's settings."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, tmp_path / "gate.ipynb")
    folders = {name: str(tmp_path / name) for name in FOLDERS}
    settings = tmp_path / "JUPYTERLAB_SETTINGS_DIR" / NOTIFICATIONS
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(QUIET))

    token, port = secrets.token_hex(16), free_port()
    options = [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", "--allow-root"]
    options += ["--ServerApp.ip=127.0.0.1", "--no-browser", "--LabApp.extension_manager=readonly"]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=tmp_path,
            env=os.environ | folders,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, tmp_path / "lab.log")
        yield f"http://127.0.0.1:{port}/lab/tree/gate.ipynb?token={token}"
    finally:
        server.terminate()
        server.wait(timeout=30)


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


def test_a_slider_and_python_hold_one_value(lab_url, open_page):  # the page closes first
    page = open_page(lab_url)
    page.set_default_timeout(60_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    widget = run_cell(page, 0)
    slider = widget.get_by_role("slider", name="update gate")
    expect(slider).to_have_value("0.25", timeout=60_000)

    slider.press("ArrowRight")
    expect(slider).to_have_value("0.26")
    expect(run_cell(page, 1).get_by_text("Python has 0.26")).to_be_visible()

    run_cell(page, 2)
    expect(slider).to_have_value("0.75")
