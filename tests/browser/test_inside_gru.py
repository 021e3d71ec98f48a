"""Inside a GRU in a real browser: torch's numbers, sound on a click only, and careful reading of
files that a reader brings."""

import pytest
import torch
from playwright.sync_api import expect

from gru_course.analysis.traces import gate_traces
from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.export import for_page
from gru_course.for_page.format import read_sequence
from gru_course.models import SequenceModel, forecast
from gru_course.widgets import InsideGRU
from tests.browser.driving import copies, press, shown, slider, value_of, wait_until
from tests.for_page.test_export import restored


def random_document(size, hidden=6, sequence=None):
    """A random model with weights that are large enough for gates that open and close."""
    model = SequenceModel(size, hidden, size)
    with torch.no_grad():
        for weight in model.recurrent.parameters():
            weight *= 4
    return for_page(model, sequence)


def trained_sine():
    """A model after a few steps of training on one wave, with the wave."""
    model = SequenceModel(1, 4, 1)
    wave = torch.sin(0.4 * torch.arange(31.0))[None, :, None]
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(60):
        optimizer.zero_grad()
        (model(wave[:, :-1])[0] - wave[:, 1:]).square().mean().backward()
        optimizer.step()
    return for_page(model, wave[0, :-1])


def torch_numbers(document, x, step, unit):
    """The equation's numbers by torch in float64, for inputs x (T, I)."""
    model = restored(document)
    traces = {name: values[0] for name, values in gate_traces(model, x[None]).items()}
    lives = -1 / torch.tensor(traces["z"]).log2().mean(0)
    i = lives.argsort(descending=True)[unit - 1].item()
    numbers = {name: values[step - 1, i].item() for name, values in traces.items()}
    h_prev = torch.tensor(traces["h"])[step - 2] if step > 1 else torch.zeros(len(lives)).double()
    layer, row = model.recurrent, 2 * len(lives) + i
    with torch.no_grad():
        from_x = layer.weight_ih_l0[row] @ x[step - 1] + layer.bias_ih_l0[row]
        past = layer.weight_hh_l0[row] @ h_prev + layer.bias_hh_l0[row]
    more = {"h_prev": h_prev[i].item(), "from_x": from_x.item(), "past": past.item()}
    return numbers | more | {"step": step, "unit": unit}


def equation_numbers(place):
    names = ("r", "z", "n", "h", "h_prev", "from_x", "past", "step", "unit")
    return {name: shown(place)[name] for name in names}


STEP = "Number(document.querySelector('label [data-name=step]').dataset.value)"


def played(page, condition):
    """Wait until playing has brought the step so far, such as ">= 4"."""
    wait_until(page, f"{STEP} {condition}")


@pytest.mark.parametrize("make", [lambda: random_document(KEYS), trained_sine])
def test_the_numbers_are_torchs(render_widget, make):
    document = make()
    x = torch.tensor(read_sequence(document))
    places = [(1, 1), (2, 3), (len(x), 4), (9, 2)]
    page = render_widget(*(InsideGRU(document, step=step, unit=unit) for step, unit in places))
    for place, (step, unit) in zip(copies(page), places, strict=True):
        expected = torch_numbers(document, x, step, unit)
        assert equation_numbers(place) == pytest.approx(expected, abs=1e-12)


def test_a_wave_goes_on_as_torch_forecasts_it(render_widget):
    document = trained_sine()
    model, x = restored(document), torch.tensor(read_sequence(document))
    given = round(len(x) / 3)
    alone = forecast(model, x[None, :given], len(x) - given)[0]
    read = torch.cat([x[:given], alone])
    model.load_state_dict(restored(document).state_dict())
    page = render_widget(InsideGRU(document, plays="continued", step=len(x), unit=1))
    with torch.no_grad():
        states = model.recurrent(read[None])[0][0, -1]
    rank = InsideGRU(document).ranked()[0]
    assert shown(page)["h"] == pytest.approx(states[rank].item(), abs=1e-12)


def drawn_states(page, last):
    return [shown(place)["h"] for place in copies(page)[:last]]


def test_a_draw_can_be_drawn_again(render_widget):
    document = random_document(KEYS)
    last, alone = len(document["sequence"]), {"plays": "continued"}
    page = render_widget(
        InsideGRU(document, step=last, **alone),
        InsideGRU(document, step=last, **alone),
        InsideGRU(document, step=last, **alone, draw=2),
        InsideGRU(document, step=last, **alone, temperature=2.0),
        InsideGRU(document, step=last),
    )
    first, again, other, hotter, written = drawn_states(page, 5)
    assert first == again
    assert len({first, other, hotter, written}) == 4


def test_the_first_third_is_as_written(render_widget):
    document = random_document(KEYS)
    given = round(len(document["sequence"]) / 3)
    alone = [InsideGRU(document, step=s, plays="continued") for s in (given, given + 3)]
    written = [InsideGRU(document, step=s) for s in (given, given + 3)]
    page = render_widget(*alone, *written)
    before, after, same, different = drawn_states(page, 4)
    assert before == same
    assert after != different


def test_scrubber_keyboard_and_pointer_choose_step_and_unit(render_widget):
    document = random_document(1)
    page = render_widget(InsideGRU(document))
    press(page, "step")
    assert shown(page)["step"] == 14
    press(page, "unit", "End")
    assert shown(page)["unit"] == 6
    canvas = page.locator("canvas").nth(1)
    box = canvas.bounding_box()
    x = torch.tensor(read_sequence(document))
    column = box["width"] / len(x)
    canvas.locator("xpath=../..").click(
        position={"x": 20.5 * column, "y": 3.5 * box["height"] / 6}, force=True
    )
    expect(value_of(page, "step")).to_have_text("21")
    expect(value_of(page, "unit")).to_have_text("4")
    expected = torch_numbers(document, x, 21, 4)
    assert equation_numbers(page) == pytest.approx(expected, abs=1e-12)


def test_presets_do_what_they_say(render_widget):
    page = render_widget(InsideGRU(unit=5))
    page.get_by_role("button", name="longest memory").click()
    expect(value_of(page, "unit")).to_have_text("1")
    expect(page.locator(".gru-own")).to_have_text("16.0")
    page.get_by_role("button", name="on its own").click()
    expect(page.get_by_role("radio", name="a third of it, then its own")).to_be_checked()
    expect(page.get_by_text("from step 17 its own")).to_be_visible()
    expect(value_of(page, "step")).to_have_text("17")


def test_the_marker_goes_where_it_goes_on_alone(render_widget):
    page = render_widget(widget := InsideGRU(random_document(KEYS)))
    first = round(len(widget.read().z) / 3) + 1
    page.get_by_role("radio", name="a third of it, then its own").check()
    expect(value_of(page, "step")).to_have_text(str(first))
    expect(page.get_by_text(f"from step {first} its own")).to_be_visible()


def rank_of(unit):
    """Where a unit of the model that is set by hand stands, from the longest memory."""
    return InsideGRU().ranked().index(unit) + 1


def test_the_task_wants_the_widest_gate_at_two_steps(render_widget):
    crest, trough = rank_of(6), rank_of(7)
    page = render_widget(InsideGRU(step=6, unit=rank_of(0)))
    line = page.locator(".gru-task")
    expect(line).to_contain_text(
        f"Unit {rank_of(0)} swings from 0.50 to 0.50: another one swings wider"
    )
    slider(page, "unit").fill(str(trough))  # at a crest, where it keeps: the step counts
    expect(line).to_contain_text(
        f"Unit {trough} swings from 0.02 to 1.00: the widest. Highest seen, lowest not yet"
    )
    expect(line).to_have_attribute("data-state", "nearly")
    slider(page, "unit").fill(str(crest))  # which at a crest is written: another unit, so anew
    expect(line).to_contain_text("the widest. Highest not yet, lowest seen")
    slider(page, "step").fill("15")
    expect(line).to_have_attribute("data-state", "done")
    expect(line).to_contain_text("A leaky average forgets at one rate")

    page.get_by_role("button", name="Reset").click()
    expect(line).to_have_attribute("data-state", "open")


def test_the_first_steps_do_not_count_for_the_task(render_widget):
    trough = rank_of(7)
    page = render_widget(InsideGRU(step=4, unit=trough))
    assert InsideGRU().read().z[3, 7] > 0.95
    expect(page.locator(".gru-task")).to_contain_text("Highest not yet")
    press(page, "step")
    press(page, "step")
    expect(page.locator(".gru-task")).to_contain_text("Highest seen")


@pytest.mark.parametrize("make", [lambda: random_document(KEYS), trained_sine])
def test_the_task_can_be_done_with_any_model(render_widget, make):
    document = make()
    z = InsideGRU(document).read().z[:, InsideGRU(document).ranked()][5:]
    unit = int((z.max(0) - z.min(0)).argmax())
    page = render_widget(InsideGRU(document, unit=unit + 1))
    for step in (z[:, unit].argmax(), z[:, unit].argmin()):
        slider(page, "step").fill(str(5 + step + 1))
        expect(value_of(page, "step")).to_have_text(str(5 + step + 1))
    expect(page.locator(".gru-task")).to_have_attribute("data-state", "done")
