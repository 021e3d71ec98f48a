"""All widgets of the package, for tests that hold for each of them."""

import math
import re

from gru_course import widgets
from gru_course.widgets import Prediction
from gru_course.widgets.base import GRUWidget

CLASSES = [
    cls
    for name in widgets.__all__
    if isinstance(cls := getattr(widgets, name), type)
    and issubclass(cls, GRUWidget)
    and cls is not Prediction  # has no state without its question
]

NO_NUMBER = re.compile(r"\b(?:NaN|undefined|Infinity|null)\b|\[object")


def faults(place) -> list[str]:
    """What a widget shows that is no valid number or text: in words, attributes and numbers."""
    texts = place.locator("xpath=descendant-or-self::*").evaluate_all(
        "nodes => nodes.flatMap((node) => [...node.attributes].map(({ value }) => value))"
    )
    found = [text for text in [place.inner_text(), *texts] if NO_NUMBER.search(text)]
    values = place.locator("[data-value]").evaluate_all("all => all.map((n) => n.dataset.value)")
    return found + [value for value in values if not math.isfinite(float(value))]
