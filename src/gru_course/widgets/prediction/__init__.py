"""Predict first: a question whose answer is locked before its reasons are shown."""

import textwrap
from collections.abc import Mapping
from typing import Any

import traitlets

from gru_course.widgets.base import GRUWidget
from gru_course.widgets.prediction.answers import Number, content, is_number


class Prediction(GRUWidget):
    """Ask a question, lock the reader's answer, then say why it is right or fails.

    answers: a dict of options in the order of the page, each with its feedback, the right one as
    `Right("why")`; or a `Number`. With several=True any number of options can be right, and the
    reader ticks all of them. Texts may hold _x or _{x} for a subscript and *x* for emphasis.

    `answer` is the option, the list of options or the number that the reader chose, None
    before; `locked` tells whether it is final. Raises TypeError or ValueError for a question
    without text, an option without feedback, and too few or too many right ones.
    """

    module = "prediction"
    caption = "Predict first, then open the answer."

    answer = traitlets.Any(None, help="What the reader chose.").tag(sync=True, state=True)
    locked = traitlets.Bool(False, help="Whether the answer is final.").tag(sync=True, state=True)
    _content = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(
        self,
        question: str,
        answers: Mapping[str, str] | Number,
        *,
        several: bool = False,
        **state: Any,
    ) -> None:
        self.set_trait("_content", content(question, answers, several))
        super().__init__(**state)

    @traitlets.validate("answer")
    def _check_answer(self, proposal: dict) -> Any:
        answer = proposal["value"]
        if answer is None or answer == []:
            return None
        if self._content["kind"] == "number":
            if is_number(answer):
                return float(answer)
            raise traitlets.TraitError(f"answer must be a finite number, got {answer!r}")
        options = [text for text, _, _ in self._content["options"]]
        if self._content["kind"] == "one":
            if answer in options:
                return answer
            raise traitlets.TraitError(f"answer must be one of {options}, got {answer!r}")
        if isinstance(answer, list) and all(text in options for text in answer):
            return [text for text in options if text in answer]
        raise traitlets.TraitError(f"answer must be a list out of {options}, got {answer!r}")

    def __repr__(self) -> str:
        question = textwrap.shorten(self._content["question"], 40, placeholder="…")
        return f"{type(self).__name__}({question!r})"
