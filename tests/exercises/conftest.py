"""What the tests of the checks share."""

import pytest

from gru_course.exercises.verdict import NOT_RIGHT


@pytest.fixture
def rejects():
    """Assert that a check rejects an answer (a tuple: several) with these words."""

    def reject(check, answer, words):
        verdict = check(*answer) if isinstance(answer, tuple) else check(answer)
        assert verdict.state == NOT_RIGHT
        assert words in verdict.sentence

    return reject
