"""course.py in a small checkout of its own, where commands are recorded and not run."""

import ast
import importlib.util
import json
import shutil
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "course.py"


class Checkout:
    """A folder with a copy of course.py, whose commands are recorded and not run."""

    def __init__(self, folder: Path, monkeypatch):
        shutil.copy(SCRIPT, folder)
        (folder / "requirements.txt").write_text("-c constraints.txt\n-e .[book]\n")
        (folder / "constraints.txt").write_text("numpy==2.4.6\ntorch==2.13.0\ntqdm==4.70.1\n")
        (folder / "pyproject.toml").write_text('dependencies = [\n  "torch>=2.9",\n]\n')
        (folder / "_toc.yml").write_text("root: index\nchapters:\n  - file: chapters/one\n")
        (folder / "chapters").mkdir()
        (folder / "chapters" / "one.ipynb").write_text("{}")
        spec = importlib.util.spec_from_file_location("course_copy", folder / "course.py")
        self.course = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.course)
        self.course.LOGS.mkdir(parents=True)
        self.site = folder / ".venv" / "site-packages"
        self.works, self.torch = False, None  # the environment, and the torch in it
        self.commands = []
        self.outcomes = {}  # a word of a command: what it does, or whether it succeeds
        self.asked = []  # the programs that were run in the environment
        monkeypatch.setattr(self.course, "run", self.run)
        monkeypatch.setattr(self.course, "answer", self.answer)
        monkeypatch.setattr(self.course, "has_nvidia_card", lambda: False)

    def run(self, *command, log=None, **settings):
        words = " ".join(map(str, command))
        self.commands.append(words)
        if "-m venv" in words:
            self.site.mkdir(parents=True)
            (self.site.parent / "pyvenv.cfg").write_text("version = 3.11.7\n")
            self.works = True
        for word, outcome in self.outcomes.items():
            if word in words:
                return outcome(log) if callable(outcome) else outcome
        return True

    def answer(self, program):
        if program == self.course.PROBE:
            return json.dumps({"site": str(self.site), "torch": self.torch}) if self.works else None
        self.asked.append(program)
        return self.outcomes.get(program, "")

    def ran(self, word) -> list[str]:
        return [command for command in self.commands if word in command]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.delenv("GRU_BROWSER", raising=False)
    return Checkout(tmp_path, monkeypatch)


@pytest.fixture
def ready(checkout):
    """A checkout whose environment is installed, and whose commands are forgotten."""
    checkout.torch = "2.13.0+cpu"
    checkout.course.set_up()
    checkout.commands.clear()
    return checkout


def interrupt(log):
    raise KeyboardInterrupt


def saying(text, succeeds=False):
    def outcome(log):
        log.write_text(text)
        return succeeds

    return outcome


# -- The script ------------------------------------------------------------------------------------


def test_an_old_python_can_read_the_script_and_is_told_what_it_needs(checkout, monkeypatch):
    ast.parse(SCRIPT.read_text(), feature_version=(3, 6))
    monkeypatch.setattr(checkout.course.sys, "version_info", (3, 9, 2))
    told = "The course needs Python 3.11 or newer; this is Python 3.9."
    assert checkout.course.main() == told


def test_only_the_standard_library_is_imported():
    tree = ast.walk(ast.parse(SCRIPT.read_text()))
    names = [a.name for node in tree if isinstance(node, ast.Import) for a in node.names]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_words_that_no_command_knows_are_refused(checkout, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["course.py", "build", "--prot", "8001"])
    with pytest.raises(SystemExit, match="2"):
        checkout.course.main()
    assert "build does not know --prot 8001" in capsys.readouterr().err


def test_words_after_test_go_to_pytest(ready, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["course.py", "test", "-k", "gate", "tests/test_cells.py"])
    assert ready.course.main() is None
    assert ready.commands[-1].endswith("-m pytest -q -k gate tests/test_cells.py")


def test_words_after_bench_go_to_the_benchmark_of_the_pages(ready, monkeypatch):
    course = ready.course
    for step in ("get_browser", "build"):
        monkeypatch.setattr(course, step, lambda: None)
    monkeypatch.setattr(sys, "argv", ["course.py", "bench", "--only", "Reset", "--rounds", "1"])
    assert course.main() is None
    assert ready.commands[-1].endswith("-m benchmarks.page --only Reset --rounds 1")


@pytest.mark.parametrize(
    ("given", "handed_on"),
    [
        (["handout"], "handout --output {root}/_build/handout"),
        (
            ["handout", "02", "03", "--solutions", "--output", "pdf"],
            "handout --solutions --output {here}/pdf 02 03",
        ),
        (["figures", "svg"], "figures {here}/svg"),
        (["figures", "svg", "02"], "figures {here}/svg 02"),
    ],
)
def test_handouts_and_figures_are_made_of_the_built_book(ready, monkeypatch, given, handed_on):
    course, done = ready.course, []
    for step in ("get_browser", "build"):
        monkeypatch.setattr(course, step, lambda step=step: done.append(step))
    monkeypatch.setattr(sys, "argv", ["course.py", *given])
    assert course.main() is None
    assert done == ["get_browser", "build"]
    assert len(ready.ran("-e .[handout]")) == 1
    words = handed_on.format(root=course.ROOT, here=Path.cwd())
    assert ready.commands[-1].endswith(f"-m gru_course.handout {words}")


def test_a_handout_that_was_not_made_is_a_failure(ready, monkeypatch):
    for step in ("get_browser", "build"):
        monkeypatch.setattr(ready.course, step, lambda: None)
    ready.outcomes["gru_course.handout"] = False
    monkeypatch.setattr(sys, "argv", ["course.py", "handout"])
    with pytest.raises(ready.course.Failure, match="The handout could not be made"):
        ready.course.main()


def test_a_full_disk_is_named(ready, monkeypatch):
    def full(*extras):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ready.course, "set_up", full)
    monkeypatch.setattr(sys, "argv", ["course.py", "setup"])
    assert ready.course.main() == "The disk is full."


def test_a_second_process_is_turned_away(checkout):
    busy = pytest.raises(checkout.course.Failure, match=r"Another course\.py is at work")
    with checkout.course.alone(), busy:
        checkout.course.set_up()
    checkout.course.set_up()  # the lock went with its holder


# -- The environment -------------------------------------------------------------------------------


def test_unchanged_requirements_install_nothing_again(ready):
    ready.course.set_up()
    assert ready.commands == []


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt", "pyproject.toml"])
def test_changed_requirements_are_installed(ready, name):
    with (ready.course.ROOT / name).open("a") as file:
        file.write("# changed\n")
    ready.course.set_up()
    assert len(ready.ran("pip install")) == 1


def test_an_extra_is_installed_once_and_then_covers_the_rest(ready):
    for extras in (["test"], ["test"], []):
        ready.course.set_up(*extras)
    (command,) = ready.ran("pip install")
    assert command.endswith("-e .[test]")


def test_what_was_asked_for_before_stays_with_what_is_asked_for_now(ready):
    for extras in (["test"], ["handout"], ["test"], ["handout"]):
        ready.course.set_up(*extras)
    first, second = ready.ran("pip install")
    assert first.endswith("-e .[test]")
    assert second.endswith("-e .[handout,test]")


def test_an_interrupted_installation_is_not_trusted(ready):
    (ready.course.ROOT / "constraints.txt").write_text("torch==2.13.0\ntqdm==4.71\n")
    ready.outcomes["pip install"] = interrupt
    with pytest.raises(KeyboardInterrupt):
        ready.course.set_up()
    (ready.course.ROOT / "constraints.txt").write_text("torch==2.13.0\ntqdm==4.70\n")
    ready.outcomes.clear()
    ready.course.set_up()
    assert len(ready.ran("pip install")) == 2


def test_an_environment_without_pip_gets_it(ready):
    ready.course.set_up("test")
    assert ready.asked[-1] == "import pip"
    ready.outcomes["import pip"] = None
    ready.course.set_up("test", "more")
    assert ready.asked[-1] == "import ensurepip; ensurepip.bootstrap()"


def test_an_environment_that_could_not_be_made_leaves_nothing(checkout):
    checkout.outcomes["-m venv"] = saying("The virtual environment needs ensurepip")
    with pytest.raises(checkout.course.Failure, match="python3-venv"):
        checkout.course.set_up()
    assert not checkout.course.VENV.exists()


def test_a_half_installed_package_is_forgotten_before_pip_looks(ready):
    for name in ("whole", "half"):
        (ready.site / f"{name}-1.0.dist-info").mkdir()
    (ready.site / "whole-1.0.dist-info" / "INSTALLER").write_text("pip\n")
    ready.course.set_up("test")
    assert [folder.name for folder in ready.site.glob("*.dist-info")] == ["whole-1.0.dist-info"]


def test_a_broken_environment_is_made_anew_and_said(ready, capsys):
    (ready.site / "old.py").touch()
    ready.works = False
    ready.course.set_up()
    assert "does not work and is made anew" in capsys.readouterr().out
    assert not (ready.site / "old.py").exists()
    assert len(ready.ran("pip install")) == 1


@pytest.mark.parametrize(
    ("there", "pin"),
    [
        ("2.9.1+cu130", "2.9.1+cu130"),  # a reader's own torch stays
        ("2.14.0.dev20261101", "2.14.0.dev20261101"),
        ("2.8.0", "2.13.0"),  # pyproject.toml does not allow it
    ],
)
def test_a_torch_that_fits_is_never_replaced(checkout, there, pin):
    checkout.torch = there
    checkout.course.set_up()
    constraints = (checkout.course.VENV / "constraints.txt").read_text()
    assert constraints == f"numpy==2.4.6\ntorch=={pin}\ntqdm==4.70.1\n"
    assert "constraints" not in (checkout.course.VENV / "requirements.txt").read_text()


@pytest.mark.parametrize(
    ("missing", "tried"),
    [
        ([], ["torch==2.13.0+cpu"]),
        (["+cpu"], ["torch==2.13.0+cpu", "pip install --retries 1 uv", "--torch-backend cpu"]),
        (["+cpu", "1 uv"], ["torch==2.13.0+cpu", "pip install --retries 1 uv"]),
    ],
)
def test_linux_without_a_card_is_spared_cuda(checkout, monkeypatch, capsys, missing, tried):
    monkeypatch.setattr(checkout.course.sys, "platform", "linux")
    checkout.outcomes = dict.fromkeys(missing, False)
    checkout.course.set_up()
    before = checkout.ran("install")[:-1]  # the last one is for the whole course
    assert [word in command for word, command in zip(tried, before, strict=True)] == [True] * len(
        tried
    )
    assert ("cannot be reached" in capsys.readouterr().out) == (len(missing) == 2)


@pytest.mark.parametrize(("platform", "card"), [("linux", True), ("darwin", False)])
def test_other_machines_take_the_usual_torch(checkout, monkeypatch, platform, card):
    monkeypatch.setattr(checkout.course.sys, "platform", platform)
    monkeypatch.setattr(checkout.course, "has_nvidia_card", lambda: card)
    checkout.course.set_up()
    assert len(checkout.ran("install")) == 1


@pytest.mark.parametrize(
    ("chatter", "sentence"),
    [
        ("WARNING: Retrying: NewConnectionError(...)\nERROR: No matching", "there is no network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("WARNING: a\nERROR: \x1b[31mResolutionImpossible\x1b[0m", "ERROR: ResolutionImpossible"),
    ],
)
def test_a_failed_installation_names_its_cause_and_its_log(ready, chatter, sentence):
    ready.outcomes["pip install"] = saying(chatter)
    with pytest.raises(ready.course.Failure) as failed:
        ready.course.set_up("test")
    assert str(failed.value).startswith(f"The packages could not be installed: {sentence}")
    assert "_build/logs/pip.log" in str(failed.value)


def test_a_full_disk_is_named_even_if_the_log_is_lost(checkout, monkeypatch):
    usage = shutil.disk_usage(checkout.course.ROOT)._replace(free=4096)
    monkeypatch.setattr(checkout.course.shutil, "disk_usage", lambda path: usage)
    checkout.outcomes["-m venv"] = saying("")
    with pytest.raises(checkout.course.Failure, match="could be made: the disk is full"):
        checkout.course.set_up()


def test_a_lock_that_cannot_be_written_is_not_taken_for_a_busy_one(checkout):
    (checkout.course.BUILD / "lock").mkdir()
    with pytest.raises(checkout.course.Failure, match="cannot be written"):
        checkout.course.set_up()


# -- The book --------------------------------------------------------------------------------------


def book_of(checkout, text, pages=("index", "chapters/one"), succeeds=True):
    """What `jupyter-book build` leaves behind: pages with a text, and whether it succeeded."""

    def outcome(log):
        log.write_text("chapters/one.ipynb:3: WARNING: no such label\n")
        for page in pages:
            path = checkout.course.ASIDE / "html" / f"{page}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return succeeds

    return outcome


@pytest.fixture
def built(ready):
    """A checkout with a finished book and a chapter that changed since."""
    ready.outcomes["jupyter book build"] = book_of(ready, "first")
    ready.course.build()
    ready.commands.clear()
    (ready.course.ROOT / "chapters" / "one.ipynb").write_text('{"cells": []}')
    return ready


def page(checkout) -> str:
    return (checkout.course.BOOK / "chapters" / "one.html").read_text()


def test_a_changed_chapter_gets_a_new_book_and_an_unchanged_one_none(built, capsys):
    built.outcomes["jupyter book build"] = book_of(built, "second")
    built.course.build()
    assert page(built) == "second"
    built.course.build()
    assert len(built.commands) == 1
    assert "-W -n --keep-going" in built.commands[0]
    assert capsys.readouterr().out.endswith("The book is up to date.\n")


def test_an_interrupted_build_leaves_the_old_book_whole(built):
    def interrupted(log):
        book_of(built, "half", pages=["index"])(log)
        raise KeyboardInterrupt

    built.outcomes["jupyter book build"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        built.course.build()
    assert page(built) == "first"
    built.outcomes["jupyter book build"] = book_of(built, "second", pages=["chapters/one"])
    with pytest.raises(built.course.Failure, match="no page was made of index"):
        built.course.build()  # nothing of the half book is taken for the new one


def test_a_book_that_was_cut_off_between_two_renamings_comes_back(built):
    built.course.BOOK.rename(built.course.BUILD / "html.previous")
    built.outcomes["jupyter book build"] = saying("")
    with pytest.raises(built.course.Failure):
        built.course.build()
    assert page(built) == "first"


def test_a_warning_fails_the_build_and_is_named(built):
    built.outcomes["jupyter book build"] = book_of(built, "second", succeeds=False)
    with pytest.raises(built.course.Failure, match=r"3: WARNING: no such label .*book\.log"):
        built.course.build()
    assert page(built) == "first"


def test_the_results_of_chapters_outlive_a_build_and_its_pages_do_not(built):
    for part in (".jupyter_cache", ".doctrees"):
        (built.course.ASIDE / part).mkdir(parents=True)
    built.course.build()
    assert [path.name for path in built.course.ASIDE.iterdir()] == [".jupyter_cache"]


TRACEBACK = """Traceback (most recent call last):
nbclient.exceptions.CellExecutionError: An error occurred while executing the following cell:
------------------
f()
------------------

\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[4]\x1b[39m\x1b[32m, line 1\x1b[39m
\x1b[32m----> \x1b[39m\x1b[32m1\x1b[39m f()
\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[3]\x1b[39m\x1b[32m, line 2\x1b[39m, in f()

\x1b[31mValueError\x1b[39m: bad thing

"""


def test_a_chapter_that_raises_is_named_with_its_cell(built):
    def raising(log):
        report = built.course.ASIDE / "html" / "reports" / "chapters" / "one.err.log"
        report.parent.mkdir(parents=True)
        report.write_text(TRACEBACK)
        return False

    built.outcomes["jupyter book build"] = raising
    told = "chapters/one: code cell 4 raised ValueError: bad thing"
    with pytest.raises(built.course.Failure, match=told):
        built.course.build()


def test_a_chapter_that_raises_while_it_is_cleaned_is_left_alone(built):
    chapter = built.course.ROOT / "chapters" / "one.ipynb"
    before = chapter.read_text()
    built.outcomes["nbconvert"] = saying(TRACEBACK)
    with pytest.raises(
        built.course.Failure, match=r"one.ipynb: code cell 4 raised ValueError: bad"
    ):
        built.course.run_notebooks(["on"])
    assert chapter.read_text() == before


# -- Reading ---------------------------------------------------------------------------------------


def test_the_next_free_port_is_taken_and_a_taken_one_refused(ready):
    with ready.course.listen() as first, ready.course.listen() as second:
        assert 8000 <= first.server_port < second.server_port
        with pytest.raises(ready.course.Failure, match=f"Port {first.server_port} is taken"):
            ready.course.listen(first.server_port)


def test_a_taken_port_is_told_before_anything_is_done(checkout, monkeypatch):
    with checkout.course.listen() as server:
        monkeypatch.setattr(sys, "argv", ["course.py", "serve", "--port", str(server.server_port)])
        with pytest.raises(checkout.course.Failure, match="is taken"):
            checkout.course.main()
    assert checkout.commands == []


def test_an_impossible_port_is_refused(ready):
    with pytest.raises(ready.course.Failure, match="Port 70000"):
        ready.course.listen(70000)


@pytest.fixture
def address(built):
    (built.course.BOOK / "host.js").write_text("1")
    server = built.course.listen()
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_pages_and_scripts_are_served(address):
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"first"
    with urllib.request.urlopen(address + "host.js") as answer:
        assert answer.headers["Content-Type"] == "text/javascript"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("../course.py", None, 404), ("index.html", b"x", 501)],
)
def test_nothing_else_is_served(address, path, body, status):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + path, data=body)
    refused.value.close()
    assert refused.value.code == status


# -- Tests -----------------------------------------------------------------------------------------


def browser_after(checkout, monkeypatch, getting):
    """No Chromium is there until a command with these words has run."""
    monkeypatch.setattr(
        checkout.course, "answer", lambda program: "yes" if checkout.ran(getting) else None
    )


def test_a_browser_that_is_there_is_enough(ready):
    ready.outcomes[ready.course.FIND_BROWSER] = "found"
    ready.course.get_browser()
    assert ready.commands == []


def test_playwright_gets_a_browser_first(ready, monkeypatch):
    browser_after(ready, monkeypatch, "playwright install chromium")
    ready.course.get_browser()
    assert len(ready.commands) == 1


def test_root_gets_a_browser_from_apt_next(ready, monkeypatch):
    monkeypatch.setattr(ready.course.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(ready.course.os, "geteuid", lambda: 0, raising=False)
    browser_after(ready, monkeypatch, "apt-get install")
    ready.course.get_browser()
    assert [command.split()[1] for command in ready.commands[1:]] == ["update", "install"]


def test_no_browser_at_all_is_a_failure_and_never_a_skip(ready, monkeypatch):
    monkeypatch.setattr(ready.course.shutil, "which", lambda name: None)
    ready.outcomes["playwright"] = saying("Error: getaddrinfo ENOTFOUND")
    browser_after(ready, monkeypatch, "nothing")
    with pytest.raises(ready.course.Failure, match="No Chromium was found or could be got"):
        ready.course.get_browser()


def test_a_browser_that_was_named_and_does_not_start_is_a_failure(ready, monkeypatch):
    monkeypatch.setenv("GRU_BROWSER", "/no/such/browser")
    browser_after(ready, monkeypatch, "nothing")
    with pytest.raises(ready.course.Failure, match="GRU_BROWSER names /no/such/browser"):
        ready.course.get_browser()


def test_a_firefox_is_got_where_that_is_easy_and_missed_without_a_failure(ready, monkeypatch):
    there = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.delenv("GRU_FIREFOX", raising=False)
    monkeypatch.setattr(ready.course.shutil, "which", there.get)
    monkeypatch.setattr(ready.course.os, "geteuid", lambda: 0, raising=False)
    ready.outcomes["apt-get install"] = False
    ready.course.get_firefox()
    assert [command.split()[1] for command in ready.commands] == ["update", "install"]
    there["firefox"] = "/usr/bin/firefox"
    ready.course.get_firefox()
    assert len(ready.commands) == 2
    there.clear()
    ready.course.get_firefox()
    assert len(ready.commands) == 2


def slides_of(checkout, text, succeeds=True):
    """What the maker of slides leaves in the folder that its command names third."""

    def outcome(log):
        log.write_text("WARNING: none\n")
        (checkout.course.ASIDE / "slides" / "index.html").write_text(text)
        return succeeds

    return outcome


def test_slides_take_the_place_of_the_last_ones_when_they_are_whole(ready, capsys):
    course = ready.course
    ready.outcomes["gru_course.slides"] = slides_of(ready, "first")
    course.build_slides()
    course.build_slides()
    assert len(ready.commands) == 1
    assert capsys.readouterr().out.endswith("The slides are up to date.\n")
    ready.outcomes["gru_course.slides"] = slides_of(ready, "half", succeeds=False)
    with pytest.raises(course.Failure, match="The slides were not made: WARNING: none"):
        course.build_slides(["03"])
    assert (course.SLIDES / "index.html").read_text() == "first"
    assert ready.commands[-1].endswith(f"{course.OUTPUTS} {course.ASIDE / 'slides'} 03")


def test_slides_are_served_only_when_that_is_asked_for(ready, monkeypatch):
    course, served = ready.course, []
    ready.outcomes["gru_course.slides"] = slides_of(ready, "made")
    monkeypatch.setattr(course, "serve", lambda *words: served.append(words))
    for words in (["slides", "03"], ["slides", "--serve", "--port", "0"]):
        monkeypatch.setattr("sys.argv", ["course.py", *words])
        course.obey(*course.read_command())
    assert served == [(0, False, course.SLIDES)]


def test_the_tests_stop_at_the_first_that_fails(built, monkeypatch):
    monkeypatch.setenv("GRU_FIREFOX", "/usr/bin/firefox")
    built.outcomes |= {"--nbval": False, built.course.FIND_BROWSER: "found"}
    with pytest.raises(built.course.Failure, match="A test of the notebooks failed"):
        built.course.test([])
    assert len(built.ran("-m pytest")) == 2
    assert built.ran("jupyter book") == []


def test_notebooks_that_are_not_clean_fail_the_tests(built):
    built.outcomes |= {"cleaning.py --check": False, built.course.FIND_BROWSER: "found"}
    with pytest.raises(built.course.Failure, match="A notebook is not clean"):
        built.course.test([])
    assert built.ran("-m pytest") == []
