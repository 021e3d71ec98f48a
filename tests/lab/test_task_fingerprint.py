"""Results belong to the data that they were found on, whatever the data are called."""

import subprocess
import sys

import pytest

from gru_course.lab.compare import compare
from gru_course.lab.store import FolderError
from gru_course.lab.sweep import sweep
from gru_course.lab.task_fingerprint import BATCH, data_of
from gru_course.lab.tasks import make_task
from tests.lab.rolls import PARTS, correct_longest, write_rolls

pytestmark = pytest.mark.xdist_group("truth")  # one worker finds it for all

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


WORDS = {"epochs": 1, "batch_size": 1, "learning_rate": 0.1}
FRESH = """
import sys
from gru_course.lab.compare import compare
from gru_course.lab.tasks import make_task
task = make_task("chorales", data=sys.argv[1])
found = compare(task, ["gru"], seeds=2, budget="units", size=2, **{words})
print(*(run.test_loss for run in found.outcomes["gru"]))
"""


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """The test losses on the rolls of seed 1, from a process that never saw others."""
    file = tmp_path_factory.mktemp("truth") / "rolls.mat"
    write_rolls(file, seed=1)
    command = [sys.executable, "-c", FRESH.format(words=WORDS), str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [float(loss) for loss in told.split()]


def by_comparison(task, folder, jobs):
    units = {"seeds": 2, "budget": "units", "size": 2}
    found = compare(task, ["gru"], **units, folder=folder, jobs=jobs, **WORDS)
    return [run.test_loss for run in found.outcomes["gru"]]


def by_sweep(task, folder, jobs):
    found = sweep(task, {"seed": [0, 1]}, folder=folder, jobs=jobs, hidden_size=2, **WORDS)
    return [run.test_loss for run in sorted(found.outcomes, key=lambda run: run.trial.seed)]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("found", [by_comparison, by_sweep])
def test_a_file_that_was_exchanged_in_the_same_session_is_what_is_trained_on(
    tmp_path, truth, found, jobs, pool
):
    file = tmp_path / "rolls.mat"
    losses = []
    for seed in (0, 1):
        write_rolls(file, seed=seed)
        losses.append(found(make_task("chorales", data=file), tmp_path / f"kept-{seed}", jobs))
    assert losses[1] == truth != losses[0]
    again = found(make_task("chorales", data=file), tmp_path / "kept-1", jobs)  # from the folder
    assert again == truth


def test_without_a_folder_too(tmp_path, truth):
    file = tmp_path / "rolls.mat"
    for seed in (0, 1):
        write_rolls(file, seed=seed)
        losses = by_comparison(make_task("chorales", data=file), None, jobs=1)
    assert losses == truth
