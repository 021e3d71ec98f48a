"""What the reader has done stays in the reader's browser, and only there."""

import json
from pathlib import Path

from playwright.sync_api import expect

from gru_course.widgets import Number, Prediction, Right, UpdateGate
from tests.browser.driving import press

OPTIONS = {"r": "No.", "z": Right("Yes.")}


def one():
    return Prediction("Which gate keeps?", OPTIONS)


def line(page):
    return page.locator(".gru-progress > p")


def answer(page, option="z"):
    page.get_by_role("radio", name=option).check()
    page.get_by_role("button", name="Lock my answer").first.click()


def solve(page):
    """Make the update gate's new state 0, with a candidate and an old state of our own."""
    press(page, "n", "ArrowLeft")
    press(page, "h_prev", "ArrowRight")
    expect(page.locator(".gru-task")).to_contain_text("✓ done")


def again(page):
    page.reload()
    page.locator(".gru-mounted").first.wait_for()


def kept(page) -> dict:
    (stored,) = page.evaluate("Object.values({ ...localStorage })")
    return json.loads(stored)


def test_a_locked_answer_survives_a_reload(render_widget):
    page = render_widget(one(), UpdateGate())
    expect(line(page)).to_have_count(0)
    answer(page, "r")
    expect(line(page)).to_have_text(
        "On this page: 1 of 1 predictions answered. Kept in this browser only. "
        "Save as a text Forget"
    )
    again(page)
    expect(page.get_by_role("radio").first).to_be_checked()
    expect(page.get_by_text("✗ Your answer: r")).to_be_visible()
    expect(line(page)).to_contain_text("1 of 1")


def test_a_prediction_that_is_tried_again_is_no_longer_kept(render_widget):
    page = render_widget(one())
    answer(page)
    page.get_by_role("button", name="Try again").click()
    expect(line(page)).to_be_hidden()
    again(page)
    expect(page.get_by_role("radio", name="z")).not_to_be_checked()


def test_a_solved_task_stays_solved_until_reset(render_widget):
    page = render_widget(UpdateGate(n=-0.5, h_prev=0.5, z=0.5))
    solve(page)
    again(page)
    page.get_by_role("button", name="keep all").click()
    expect(page.locator(".gru-task")).to_contain_text("✓ done")
    expect(page.locator(".gru-why")).not_to_be_empty()
    expect(line(page)).to_contain_text("1 task done")
    page.get_by_role("button", name="Reset").click()
    expect(line(page)).to_be_hidden()


def test_forget_forgets(render_widget):
    page = render_widget(one())
    answer(page)
    page.get_by_role("button", name="Forget").click()
    expect(line(page)).to_contain_text("Forgotten.")
    assert page.evaluate("localStorage.length") == 0
    again(page)
    expect(page.get_by_role("radio", name="z")).not_to_be_checked()


def test_right_answers_are_counted_and_all_are_listed_saved_and_printed(render_widget):
    page = render_widget(
        one(),
        Prediction("Which are gates?", {"r": Right("It is."), "h": "No."}, several=True),
        UpdateGate(n=-0.5, h_prev=0.5, z=0.5),
    )
    answer(page)
    solve(page)
    page.get_by_role("checkbox", name="r").check()
    page.get_by_role("checkbox", name="h").check()
    page.get_by_role("button", name="Lock my answer").click()
    expect(line(page)).to_contain_text("2 of 2 predictions answered, 1 right, 1 task done.")

    items = page.locator(".gru-progress li")
    page.get_by_text("What I did here").click()
    expect(items.filter(has_text="Which gate")).to_have_text(
        "Which gate keeps? My answer: z (right)."
    )
    expect(items.filter(has_text="Which are")).to_have_text(
        "Which are gates? My answer: r; h (not right)."
    )
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a text").click()
    text = Path(saved.value.path()).read_text("utf-8")
    assert saved.value.suggested_filename.startswith("my-answers-")
    assert "2 of 2 predictions answered, 1 right, 1 task done." in text
    assert "Which gate keeps? My answer: z (right)." in text

    again(page)
    expect(items.first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(items.first).to_be_visible()


def test_what_was_kept_is_shown_as_text(render_widget):
    page = render_widget(one())
    hostile = json.dumps({"predict <img src=x onerror=alert(1)>": {"answer": "<b>", "right": True}})
    page.evaluate("(text) => localStorage.setItem(`gru:${location.pathname}`, text)", hostile)
    again(page)
    page.get_by_text("What I did here").click()
    expect(page.locator(".gru-progress li")).to_contain_text("<img src=x")
    assert page.locator(".gru-progress img, .gru-progress b").count() == 0


def test_two_questions_and_two_pages_do_not_mix(render_widget):
    page = render_widget(one(), Prediction("How many gates?", Number(2, "r and z.")))
    answer(page)
    expect(line(page)).to_contain_text("1 of 2")
    assert list(kept(page)) == ["predict Which gate keeps?"]
    again(page)
    expect(page.get_by_role("button", name="Locked")).to_have_count(1)


RUBBISH = [
    *("{", "null", "[1]", '"x"', "7", '{"predict Which gate keeps?": "<b>"}'),
    *('{"predict Which gate keeps?": ["z"]}', '{"predict Which gate keeps?": {"a": 1}}'),
    '{"predict Which gate keeps?": {"answer": ["z"], "right": true}}',
]


def test_rubbish_in_the_store_is_no_answer(render_widget, subtests):
    page = render_widget(one())
    for rubbish in RUBBISH:
        with subtests.test(rubbish):
            page.evaluate("(it) => localStorage.setItem(`gru:${location.pathname}`, it)", rubbish)
            again(page)
            expect(page.get_by_role("button", name="Locked")).to_have_count(0)
            answer(page)
            assert kept(page) == {"predict Which gate keeps?": {"answer": "z", "right": True}}


def test_a_browser_that_refuses_storage_only_forgets(render_widget):
    page = render_widget(one())
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page.add_init_script("Storage.prototype.getItem = () => { throw new Error('refused'); };")
    again(page)
    answer(page)
    expect(page.get_by_text("✓ Your answer is right")).to_be_visible()
    again(page)
    expect(page.get_by_role("button", name="Locked")).to_have_count(0)
