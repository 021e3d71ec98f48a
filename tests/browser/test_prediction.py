"""Predictions in a real browser: locked before the reasons come, by keyboard and by pointer."""

import pytest
from playwright.sync_api import expect

from gru_course.widgets import Number, Prediction, Right
from gru_press.book.stills.stills import stills

OPTIONS = {
    "near −0.4": "You read “on” as “update a lot”.",
    "near 0.8": Right("*z*_t near 1 keeps."),
    "2": "The state never leaves (−1, 1).",
    "1": "Only *h*_{t−1} = 1 would give it.",
}
BOUNDED = {
    "*n*_t": Right("tanh keeps it."),
    "*h*_t": Right("A mean keeps it."),
    "*W*_{hn}": "Weights have no bound.",
}


def one(**state) -> Prediction:
    return Prediction("Where does the *new* state *h*_{t} land?", OPTIONS, **state)


def several(**state) -> Prediction:
    return Prediction("Which lie in (−1, 1)?", BOUNDED, several=True, **state)


def number(**state) -> Prediction:
    misses = {-0.88: "A share has no sign.", 0.12: "That is 1 − *z*."}
    asked = Number(0.88, "The share that stays.", tolerance=0.01, unit="of *h*", misses=misses)
    return Prediction("Which *z* keeps 88 %?", asked, **state)


def lock(page):
    return page.get_by_role("button", name="Lock my answer")


def again(page):
    return page.get_by_role("button", name="Try again")


def reasons(page) -> list[str]:
    """What the live region says after the answer is locked."""
    expect(again(page)).to_be_visible()
    return page.locator("[aria-live=polite] p").all_inner_texts()


def test_options_keep_their_order_and_nothing_is_given_away(render_widget):
    page = render_widget(one())
    group = page.get_by_role("group", name="Where does the new state ht land?")
    assert [label.inner_text().strip() for label in group.locator("label").all()] == [*OPTIONS]
    expect(lock(page)).to_be_disabled()
    expect(again(page)).to_be_hidden()
    expect(page.locator("[aria-live=polite]")).to_be_empty()
    group.get_by_label("near −0.4").check()
    assert "right" not in page.locator(".gru").inner_text()
    expect(lock(page)).to_be_enabled()


def test_a_wrong_option_is_met_by_its_reason_and_the_right_one_by_its_own(render_widget):
    page = render_widget(one())
    page.get_by_label("near −0.4").check()
    lock(page).click()
    assert reasons(page) == [
        "✗ Your answer: near −0.4\nYou read “on” as “update a lot”.",
        "✓ Right: near 0.8\nzt near 1 keeps.",
    ]
    marked = [" ".join(label.inner_text().split()) for label in page.locator("label").all()]
    assert marked == ["near −0.4 ✗ your answer", "near 0.8 ✓ right", "2", "1"]
    for radio in page.get_by_role("radio").all():
        expect(radio).to_be_disabled()
    expect(page.get_by_role("button", name="Locked")).to_be_disabled()


def test_a_right_option_is_said_once(render_widget):
    page = render_widget(one())
    page.get_by_label("near 0.8").check()
    lock(page).click()
    assert reasons(page) == ["✓ Your answer is right: near 0.8\nzt near 1 keeps."]


def test_the_keyboard_alone_answers_and_tries_again(render_widget):
    page = render_widget(one())
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("near 0.8")).to_be_checked()
    expect(lock(page)).to_be_enabled()  # Tab passes over it until then
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(again(page)).to_be_focused()
    assert len(reasons(page)) == 1
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio").first).to_be_focused()
    expect(page.locator("[aria-live=polite]")).to_be_empty()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(lock(page)).to_be_disabled()


def test_a_second_click_in_the_same_place_does_not_unlock(render_widget):
    page = render_widget(one())
    page.get_by_label("near 0.8").check()
    expect(lock(page)).to_be_enabled()  # once it is drawn: the mouse does not wait for it
    box = lock(page).bounding_box()
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*place)
    expect(again(page)).to_be_visible()
    page.mouse.click(*place)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    expect(again(page)).to_be_visible()
    expect(page.get_by_label("near 0.8")).to_be_checked()


@pytest.mark.parametrize(
    "ticked, said",
    [
        (
            ["nt", "Whn"],
            [
                "✓ Your answer is right: nt\ntanh keeps it.",
                "✗ Your answer: Whn\nWeights have no bound.",
                "✓ Right: ht\nA mean keeps it.",
            ],
        ),
        (
            ["nt", "ht"],
            [
                "✓ Your answer is right: nt\ntanh keeps it.",
                "✓ Your answer is right: ht\nA mean keeps it.",
            ],
        ),
    ],
)
def test_several_options_are_met_one_by_one(render_widget, ticked, said):
    page = render_widget(several())
    for text in ticked:
        page.get_by_role("checkbox", name=text, exact=True).check()
    lock(page).click()
    assert reasons(page) == said


def test_a_tick_taken_back_is_no_answer(render_widget):
    page = render_widget(several())
    page.get_by_role("checkbox").first.check()
    expect(lock(page)).to_be_enabled()
    page.get_by_role("checkbox").first.uncheck()
    expect(lock(page)).to_be_disabled()


@pytest.mark.parametrize(
    "typed, said",
    [
        ("0.88", "✓ Your answer is right: 0.88 of h\nThe share that stays."),
        ("0.89", "✓ Your answer is right: 0.89 of h\nThe share that stays."),  # on the edge
        ("0.12", "✗ Your answer: 0.12 of h\nThat is 1 − z."),
        ("-.88", "✗ Your answer: −0.88 of h\nA share has no sign."),
        ("0.8901", "✗ Your answer: 0.8901 of h\nThis is another number."),
    ],
)
def test_a_number_is_right_within_its_tolerance(render_widget, typed, said):
    page = render_widget(number())
    page.get_by_role("spinbutton", name="Your answer").press_sequentially(typed)
    page.keyboard.press("Enter")
    first, *others = reasons(page)
    assert first == said
    right = "✓ Right: 0.88 of h, give or take 0.01\nThe share that stays."
    assert others == ([] if first.startswith("✓") else [right])


def test_no_number_is_no_answer(render_widget):
    page = render_widget(number())
    entry = page.get_by_role("spinbutton")
    entry.press_sequentially("0.")
    entry.press_sequentially("5")
    assert entry.input_value() == "0.5"  # typing is not disturbed
    entry.fill("")
    expect(lock(page)).to_be_disabled()
    entry.press("Enter")
    expect(again(page)).to_be_hidden()


@pytest.mark.parametrize("make", [one, several, number])
def test_an_answer_set_in_python_is_shown(render_widget, make):
    answer = {one: "1", several: ["*h*_t"], number: -0.5}[make]
    page = render_widget(make(answer=answer, locked=True))
    assert reasons(page)[0].split(":")[0] in {"✗ Your answer", "✓ Your answer is right"}
    again(page).click()
    expect(lock(page)).to_be_disabled()
    expect(page.locator("fieldset")).to_be_enabled()


@pytest.mark.parametrize("make", [one, several, number])
def test_locked_without_an_answer_shows_the_right_one(render_widget, make):
    page = render_widget(make(locked=True))
    assert all(said.startswith("✓ Right: ") for said in reasons(page))


def test_two_copies_of_one_question_are_two_questions(render_widget):
    page = render_widget(one(), one())
    first, second = page.locator(".gru").all()
    first.get_by_label("near 0.8").check()
    second.get_by_label("near −0.4").check()
    expect(first.get_by_label("near 0.8")).to_be_checked()
    lock(first).click()
    expect(again(first)).to_be_visible()
    expect(lock(second)).to_be_enabled()


def test_text_stays_text_and_its_markup_is_that_of_the_picture(render_widget):
    text = "<img src=x onerror=alert(1)> *h*_{t−1} & _<b> *a* b_c 2 * 3 _{<i>}\"'"
    widget = Prediction(text, {text: text, "b": Right(text)}, answer="b", locked=True)
    page = render_widget(widget)
    expect(page.locator(".gru :is(img, b, i)")).to_have_count(0)
    shown = page.locator("legend").evaluate("(legend) => legend.innerHTML")
    still = page.evaluate(
        "(html) => Object.assign(document.createElement('p'), { innerHTML: html })"
        ".querySelector('legend').innerHTML",
        stills().picture(widget.get_state()),
    )
    assert shown == still


def test_the_page_without_scripts_asks_and_answers(render_widget):
    page = render_widget(one(), java_script=False)
    expect(page.get_by_text("Where does the new state")).to_be_visible()
    for option in OPTIONS:
        expect(page.get_by_role("radio", name=option, exact=True)).to_be_disabled()
    reason = page.get_by_text("You read “on” as “update a lot”.")
    expect(reason).to_be_hidden()
    page.get_by_text("The answer", exact=True).click()
    expect(reason).to_be_visible()
