"""Slides take the place of the last ones when they are whole."""

import pytest


def slides_of(checkout, text, succeeds=True):
    """What the maker of slides leaves in the folder that its command names third."""

    def outcome(log):
        log.write_text("WARNING: none\n")
        (checkout.places.ASIDE / "slides" / "index.html").write_text(text)
        return succeeds

    return outcome


def test_slides_take_the_place_of_the_last_ones_when_they_are_whole(ready, capsys):
    slides, places = ready.slides, ready.places
    ready.outcomes["gru_press.slides"] = slides_of(ready, "first")
    slides.build()
    slides.build()
    assert len(ready.commands) == 1
    assert capsys.readouterr().out.endswith("The slides are up to date.\n")
    ready.outcomes["gru_press.slides"] = slides_of(ready, "half", succeeds=False)
    with pytest.raises(ready.steps.Failure, match="The slides were not made: WARNING: none"):
        slides.build(["03"])
    assert (places.SLIDES / "index.html").read_text() == "first"
    assert ready.commands[-1].endswith(f"{places.OUTPUTS} {places.ASIDE / 'slides'} 03")


def test_slides_are_served_only_when_that_is_asked_for(ready, monkeypatch):
    course, served = ready.course, []
    ready.outcomes["gru_press.slides"] = slides_of(ready, "made")
    monkeypatch.setattr(ready.serving, "serve", lambda *words: served.append(words))
    for words in (["slides", "03"], ["slides", "--serve", "--port", "0"]):
        monkeypatch.setattr("sys.argv", ["course.py", *words])
        course.obey(*course.read_command())
    assert served == [(0, False, ready.places.SLIDES)]
