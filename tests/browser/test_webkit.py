"""The widgets in Safari's engine: Chromium's numbers, and labels that are seen."""

import pytest

from gru_press.book.pages.head import standalone_page
from tests.browser.engines import compare
from tests.browser.family import SPECIMENS
from tests.browser.webkit import WebKit, missing

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("webkit")]

# Labels of the axes at whose middle something else is seen, or nothing.
HIDDEN = """(() => {
  document.querySelector(".gru-stage").scrollIntoView();
  const labels = [...document.querySelectorAll(".gru-stage .gru-y-tick")].filter(
    ({ textContent }) => textContent);
  const seen = (label) => {
    const { left, right, top, bottom } = label.getBoundingClientRect();
    label.style.pointerEvents = "auto";
    return label.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  };
  return [labels.length, labels.filter((label) => !seen(label)).map((it) => it.textContent)];
})()"""


@pytest.fixture(scope="module")
def webkit():
    """A running WebKit, or a skip that says what is missing."""
    if missing():
        pytest.skip(f"no {' and no '.join(missing())}: install webkit2gtk-driver and xvfb")
    browser = WebKit()
    yield browser
    browser.close()


def test_the_numbers_of_all_widgets_are_those_of_chromium(webkit, shelf, open_page, subtests):
    compare(webkit, shelf, open_page, subtests)


def test_the_labels_beside_the_pictures_of_a_whole_model_are_seen(webkit, shelf):
    folder, url, assets = shelf
    page = standalone_page([SPECIMENS["InsideGRU"]()], assets)
    (folder / "webkit.html").write_text(page, encoding="utf-8")
    webkit.open(f"{url}webkit.html")
    webkit.wait_for("document.querySelector('.gru-mounted .gru-stage .gru-y-tick') !== null")
    count, hidden = webkit.evaluate(HIDDEN)
    assert count > 3
    assert hidden == []
