"""Training in a real browser: torch's numbers, in a worker, that stops when it is told to."""

import math

import pytest
from playwright.sync_api import expect

from gru_course.widgets import TrainHere
from tests.browser.driving import shown, slider, wait_until
from tests.browser.family import faults

STATES = [
    {},
    {"hidden_size": 4.0, "batch_size": 1.0, "steps": 10.0, "seed": 3.0},
    {"hidden_size": 5.0, "batch_size": 12.0, "optimizer": "SGD", "log10_rate": -1.0},
]
CHECK = "Check 20 updates against torch"


def train_button(page):
    return page.get_by_role("button", name="Train")


def headline(page):
    return page.locator(".gru-headline")


def updates(page) -> int:
    return int(headline(page).inner_text().split(" updates")[0].split()[-1].replace(",", ""))


def settled(page) -> int:
    """The updates, once they stay the same: what was under way when it was paused has come in."""
    count = 0
    while count != (now := updates(page)):
        count = now
        page.wait_for_timeout(500)
    return count


def once(page, times: int):
    """Press "One update" and wait for it, again and again."""
    for done in range(1, times + 1):
        page.get_by_role("button", name="One update").click()
        expect(headline(page)).to_contain_text(f"After {done} updates")


@pytest.mark.parametrize("state", STATES)
def test_every_tenth_update_shows_torchs_error(render_widget, state):
    page = render_widget(TrainHere(**state))
    losses = TrainHere(**state).losses(20)
    assert shown(page)["loss"] == pytest.approx(losses[0], abs=1e-12)
    once(page, 20)
    assert shown(page)["loss"] == pytest.approx(losses[2], abs=1e-12)


def test_the_page_shows_that_its_numbers_are_torchs(render_widget):
    page = render_widget(TrainHere(seed=4, hidden_size=20))
    page.get_by_role("button", name=CHECK).click()
    result = page.locator(".gru-compared")
    expect(result).to_contain_text("✓ The same.")
    expect(result).to_contain_text("20 losses by")
    expect(result).to_contain_text("200 predictions by")
    expect(result).to_contain_text("273 gradients by")
    assert 0 < float(result.get_attribute("data-largest")) <= 1e-12


@pytest.mark.parametrize("name", ["losses", "predictions", "gradients"])
def test_another_number_is_not_called_the_same(render_widget, name):
    widget = TrainHere()
    witness = dict(widget._data["witness"])
    witness[name] = [*witness[name][:-1], witness[name][-1] + 1e-9]
    widget.set_trait("_data", {"witness": witness})
    page = render_widget(widget)
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator(".gru-compared")).to_contain_text("✗ Not the same.")


def test_training_runs_in_a_worker_until_it_is_paused(render_widget):
    page = render_widget(TrainHere())
    assert page.workers == []
    with page.expect_worker():
        train_button(page).click()
    expect(headline(page)).to_contain_text("After")
    page.get_by_role("button", name="Pause").click()
    expect(train_button(page)).to_be_visible()
    assert 0 < settled(page) < 10_000  # where training ends by itself
    expect(page.locator(".gru-pace")).to_contain_text("updates a second")


def test_another_setting_begins_anew_and_goes_on(render_widget):
    page = render_widget(TrainHere())
    train_button(page).click()
    wait_until(page, "document.querySelector('.gru-headline').textContent.includes('After')")
    slider(page, "hidden_size").press("ArrowRight")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(headline(page)).to_contain_text("After")
    page.get_by_role("button", name="Reset").click()
    expect(headline(page)).to_have_text(
        f"Untrained: the error on unseen waves is {TrainHere().losses(0)[0]:.4f}"
    )
    expect(train_button(page)).to_be_visible()
    expect(page.locator(".gru-pace")).to_be_empty()
    page.wait_for_timeout(100)
    expect(headline(page)).to_contain_text("Untrained")


def test_an_error_without_a_number_stops_it_and_is_not_drawn(render_widget):
    page = render_widget(TrainHere())
    page.get_by_role("button", name="too fast").click()
    train_button(page).click()
    expect(headline(page)).to_contain_text("the error is no number any more")
    expect(page.locator(".gru-task")).to_contain_text("The steps were too large")
    expect(page.get_by_role("button", name="Begin anew")).to_be_visible()
    assert faults(page.locator(".gru")) == []
    page.get_by_role("button", name="Reset").click()
    expect(train_button(page)).to_be_enabled()


def test_it_ends_by_itself(render_widget):
    page = render_widget(TrainHere(hidden_size=4, steps=10, batch_size=1))
    train_button(page).click()
    expect(headline(page)).to_contain_text("10,000 updates are enough", timeout=60_000)
    expect(page.locator(".gru-pace")).to_contain_text("Begin anew, untrained?")
    curve = page.locator(".gru-plot path.gru-line.gru-ink-state").first
    assert curve.get_attribute("d").count("L") + 1 == 1 + 100 + 90  # of tens, then of hundreds

    page.get_by_role("button", name="Begin anew").click()
    expect(headline(page)).to_contain_text("Untrained")
    assert slider(page, "hidden_size").input_value() == "4"
    assert curve.get_attribute("d").count("L") == 0
    train_button(page).click()
    expect(headline(page)).to_contain_text("After")


def test_the_first_hundreds_of_the_updates_take_most_of_the_axis(render_widget):
    page = render_widget(TrainHere(log10_rate=-1.5))
    mark, note = (page.locator(f".gru-plot .gru-{name}").first for name in ("dot", "note"))
    expect(mark).to_be_hidden()
    limit = page.locator(".gru-plot .gru-goal").nth(1)
    assert limit.get_attribute("d").startswith("M39.2")  # 150 on an axis from 10 to 10,000
    expect(note).to_have_text("150 updates")
    train_button(page).click()
    expect(page.locator(".gru-task")).to_contain_text("✓ done")
    expect(mark).to_be_visible()
    losses = TrainHere(log10_rate=-1.5).losses(150)
    goal = 10 * next(i for i, loss in enumerate(losses) if loss < 0.01)
    expect(page.locator(".gru-plot .gru-note").nth(1)).to_have_text(f"after {goal}")
    left = mark.evaluate("mark => parseFloat(mark.style.left)")
    assert left == pytest.approx(100 * (math.log10(goal) - 1) / 3, abs=0.01)


def test_it_says_why_it_is_stuck(render_widget):
    page = render_widget(TrainHere())
    page.get_by_role("button", name="stuck").click()
    train_button(page).click()
    expect(page.locator(".gru-task")).to_contain_text("threw most gates to 0 or 1")


def test_it_says_when_too_many_updates_are_over(render_widget):
    page = render_widget(TrainHere(log10_rate=-4.0))
    train_button(page).click()
    expect(page.locator(".gru-task")).to_contain_text(
        "Not below 0.01 after 150 updates: change something."
    )
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "open")


def test_the_task_wants_larger_steps(render_widget):
    goal = 10 * next(i for i, loss in enumerate(TrainHere().losses(800)) if loss < 0.01)
    page = render_widget(TrainHere())
    task = page.locator(".gru-task")
    expect(task).to_contain_text("Press Train.")
    train_button(page).click()
    expect(task).to_contain_text(f"It took {goal} updates.")
    expect(task).to_have_attribute("data-state", "nearly")
    slider(page, "log10_rate").fill("-1.5")
    expect(task).to_contain_text("✓ done")
    expect(task).to_contain_text("the first step's")


def test_the_gates_and_the_wave_are_drawn(render_widget):
    page = render_widget(TrainHere(steps=10))
    once(page, 1)
    wave = page.locator(".gru-wave path.gru-line")
    assert [path.get_attribute("d").count("L") + 1 for path in wave.all()] == [10, 10]
    assert page.locator(".gru-gates .gru-column").count() == 2


def test_a_page_that_may_start_no_worker_says_so(render_widget):
    page = render_widget(TrainHere())
    page.route("**/train_worker*", lambda route: route.abort())
    train_button(page).click()
    expect(page.locator(".gru-pace")).to_have_text(
        "This page may start no worker, and so it cannot train."
    )
