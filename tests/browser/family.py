"""All widgets of the package, for tests that hold for each of them."""

import math
import re

import torch

from gru_course import widgets
from gru_course.data.formats.musicxml import KEYS
from gru_course.for_page.export import for_page
from gru_course.models import SequenceModel
from gru_course.widgets import InsideGRU, Number, Prediction, Right
from gru_course.widgets.base import GRUWidget

CLASSES = [
    cls
    for name in widgets.__all__
    if isinstance(cls := getattr(widgets, name), type)
    and issubclass(cls, GRUWidget)
    and cls is not Prediction  # has no state without its question
]

OPTIONS = {"r_t": "No.", "z_t": Right("Yes."), "n_t": "No."}


def with_sound() -> InsideGRU:
    """A GRU that reads a chorale; its weights are the same each time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return InsideGRU(for_page(SequenceModel(KEYS, 4, KEYS)))


# One of each that a reader may meet, by name.
SPECIMENS = {cls.__name__: cls for cls in CLASSES} | {
    "chorale": with_sound,
    "one option": lambda: Prediction("Which gate keeps?", OPTIONS),
    "several options": lambda: Prediction("Which gates keep?", OPTIONS, several=True),
    "number": lambda: Prediction("How many gates?", Number(2, "r and z.", unit="gates")),
}

NO_NUMBER = re.compile(r"\b(?:NaN|undefined|Infinity|null)\b|\[object")


def faults(place) -> list[str]:
    """What a widget shows that is no valid number or text: in words, attributes and numbers."""
    texts = place.locator("xpath=descendant-or-self::*").evaluate_all(
        "(all) => all.flatMap((it) => it.getAttributeNames().map((name) => it.getAttribute(name)))"
    )
    found = [text for text in [place.inner_text(), *texts] if NO_NUMBER.search(text)]
    values = place.locator("[data-value]").evaluate_all("all => all.map((n) => n.dataset.value)")
    return found + [value for value in values if not math.isfinite(float(value))]
