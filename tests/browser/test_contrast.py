"""Lines, marks and words in pictures stand out from their ground; axe looks at other text only.

Words in the pictures of pages are tested in `test_pages.py`.
"""

import pytest

from tests.browser.contrast import pale_shapes, pale_words
from tests.browser.family import SPECIMENS
from tests.browser.widget_states import give_presets, move_all


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_a_widget_draws_stands_out(render_widget, dark):
    page = render_widget(*(make() for make in SPECIMENS.values()), dark=dark)
    for change in (lambda page: None, move_all, give_presets):
        change(page)
        assert pale_shapes(page) == []
        assert pale_words(page) == []
