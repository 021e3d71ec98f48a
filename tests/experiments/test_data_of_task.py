"""Results belong to the data that they were found on, whatever the data are called."""

import pytest

from gru_course.experiments.compare import compare
from gru_course.experiments.data_of_task import BATCH, data_of
from gru_course.experiments.store import FolderError
from gru_course.tasks import make_task
from tests.experiments.rolls import PARTS, correct_longest, write_rolls

MANY = (*(6,) * BATCH, 9)  # so that the longest piece is in the second batch


@pytest.mark.parametrize(
    ("part", "name"),
    [*zip(PARTS, ("training data", "validation data", "test data"), strict=True)],
)
def test_every_piece_counts_the_longest_too(tmp_path, part, name):
    file = tmp_path / "rolls.mat"
    write_rolls(file, lengths=MANY)
    before = data_of(make_task("chorales", data=file))
    assert data_of(make_task("chorales", data=file)) == before
    correct_longest(file, part)
    after = data_of(make_task("chorales", data=file))
    assert [each for each in before if before[each] != after[each]] == [name]


@pytest.mark.parametrize("lengths", [(6, 9), MANY])
def test_results_of_other_data_are_not_taken_for_those_of_these(tmp_path, lengths):
    """An option names a file; what is in it may have been corrected since."""
    file = tmp_path / "rolls.mat"
    words = {"epochs": 1, "seeds": 1, "size": 2, "budget": "units", "folder": tmp_path / "kept"}
    write_rolls(file, lengths=lengths)
    compare(make_task("chorales", data=file), ("rnn",), **words)
    compare(make_task("chorales", data=file), ("rnn",), **words)
    correct_longest(file, "traindata")
    with pytest.raises(FolderError, match="holds another experiment: its training data is"):
        compare(make_task("chorales", data=file), ("rnn",), **words)
