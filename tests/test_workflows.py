"""The workflow that publishes the book: what it may, what it hands on, and what it runs."""

import re
from pathlib import Path

import yaml

from gru_press.book.pages.run_it_yourself import BRANCH

WORKFLOW = Path(__file__).parents[1] / ".github" / "workflows" / "pages.yml"
PAGES = yaml.safe_load(WORKFLOW.read_text("utf-8"))
JOBS = PAGES["jobs"]


def steps(job):
    return {
        step.get("uses", step.get("run", "")).split("@")[0]: step for step in JOBS[job]["steps"]
    }


def test_each_job_may_do_what_it_is_for_and_no_more():
    assert PAGES["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "build": {"contents": "read", "pages": "read"},
        "publish": {"pages": "write", "id-token": "write"},
        "notebooks": {"contents": "write"},
    }
    assert all(job["timeout-minutes"] <= 30 for job in JOBS.values())


def test_one_publication_waits_for_the_other():
    assert PAGES["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert JOBS["publish"]["needs"] == JOBS["notebooks"]["needs"] == "build"


def test_every_action_is_github_s_own_of_one_major_version():
    used = re.findall(r"uses: (\S+)", WORKFLOW.read_text("utf-8"))
    assert len(used) == 7
    assert [name for name in used if not re.fullmatch(r"actions/[\w-]+@v\d+", name)] == []


def test_the_build_is_told_where_the_book_will_be():
    (build,) = [step for step in JOBS["build"]["steps"] if "course.py build" in step.get("run", "")]
    assert build["run"] == 'python course.py build --base-url "$BASE_URL"'
    assert build["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert steps("build")["actions/configure-pages"]["id"] == "pages"


def test_colab_finds_the_notebooks_on_the_branch_that_pages_link():
    (put,) = [step for step in JOBS["notebooks"]["steps"] if "run" in step]
    assert put["run"].count(f"-b {BRANCH}\n") == 1
    assert (
        put["run"]
        .rstrip()
        .endswith(f'"https://x-access-token:$TOKEN@github.com/$GITHUB_REPOSITORY" {BRANCH}')
    )
    upload, download = (
        steps("build")["actions/upload-artifact"],
        steps("notebooks")["actions/download-artifact"],
    )
    assert upload["with"]["name"] == download["with"]["name"]
    assert upload["with"]["path"] == "_build/html/_sources/**/*.ipynb"
