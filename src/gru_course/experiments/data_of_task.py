"""What a task's data are, so that results of other data are never taken for its own."""

from gru_course.fingerprints import data_fingerprint
from gru_course.tasks import Task

BATCH = 64  # sequences at a time, where a function yields them


def data_of(task: Task) -> dict[str, str]:
    """A short name for each part's data: an option may name a file, whose contents can change.

    Every sequence counts, of a function those that it yields for seed 0.
    """
    parts = {"training data": task.train, "validation data": task.valid, "test data": task.test}
    return {
        name: data_fingerprint(name, data, BATCH, seed=0, shuffle=False)[:16]
        for name, data in parts.items()
    }
