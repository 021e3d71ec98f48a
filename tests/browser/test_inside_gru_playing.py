"""The look inside a GRU, played and heard: sound on a click only."""

from playwright.sync_api import expect

from gru_course.data.formats.musicxml import KEYS
from gru_course.widgets import InsideGRU
from tests.browser.driving import press, shown, slider, wait_until
from tests.browser.test_inside_gru import played, random_document, rank_of


def test_playing_past_a_step_does_not_count_for_the_task(render_widget):
    page = render_widget(InsideGRU(step=13, unit=rank_of(7)))
    page.get_by_role("button", name="Play").click()
    played(page, ">= 17")
    expect(page.locator(".gru-task")).to_contain_text("lowest not yet")


COUNT_SOUND = """() => {
  window.heard = { contexts: [], keys: [] };
  const { AudioContext: Context, OscillatorNode: Tone } = window;
  window.AudioContext = class extends Context {
    constructor() { super(); window.heard.contexts.push(this); }
  };
  window.OscillatorNode = class extends Tone {
    constructor(context, options) {
      super(context, options);
      window.heard.keys.push(Math.round(48 + 12 + 12 * Math.log2(options.frequency / 440)));
    }
  };
}"""


def test_sound_comes_on_a_click_only_and_ends_with_the_widget(render_widget, shelf):
    document = random_document(KEYS)
    page = render_widget(InsideGRU(document, step=2))
    page.evaluate(COUNT_SOUND)
    for _ in range(3):
        press(page, "step")
    assert page.evaluate("heard.contexts.length") == 0

    slider(page, "step").fill("2")
    played(page, "=== 2")
    play = page.get_by_role("button", name="Play")
    play.press("Enter")
    played(page, ">= 4")
    page.get_by_role("button", name="Stop").click()
    stopped = shown(page)["step"]
    assert page.evaluate("heard.contexts.length") == 1
    keys = page.evaluate("heard.keys")
    assert keys[:4] == document["sequence"][1]  # then only the keys that were not down
    struck = [key for key in document["sequence"][2] if key not in keys[:4]]
    assert keys[4 : 4 + len(struck)] == struck
    page.wait_for_timeout(600)
    assert shown(page)["step"] == stopped

    mute = page.get_by_role("button", name="Mute")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    page.evaluate(f"import('./gru/{shelf[2].names['host.js']}').then((host) => host.stop())")
    wait_until(page, "heard.contexts[0].state === 'closed'")


def test_playing_stops_at_the_end_and_starts_again_from_there(render_widget):
    page = render_widget(InsideGRU(step=47))
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("button", name="Mute")).to_be_hidden()  # a wave has no keys
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert shown(page)["step"] == 48
    page.get_by_role("button", name="Play").click()
    played(page, "< 40")


def test_without_web_audio_it_says_so_and_plays_in_silence(render_widget):
    page = render_widget(InsideGRU(random_document(KEYS), step=2))
    page.evaluate("delete window.AudioContext")
    press(page, "step")
    expect(page.get_by_text("no WebAudio: it plays in silence")).to_be_visible()
    expect(page.get_by_role("button", name="Mute")).to_be_hidden()
    page.get_by_role("button", name="Play").click()
    played(page, ">= 5")
