"""What a task's data are, so that results of other data are never taken for its own."""

from gru_course.data.batching import Data, batches_of
from gru_course.lab.tasks import Task
from gru_course.training.resume.fingerprints import data_fingerprint, fingerprint
from gru_course.training.resume.same_run import describe_loss

BATCH = 64  # sequences at a time, where a function yields them


def data_of(task: Task) -> dict[str, str]:
    """A short name for each part's data: an option may name a file, whose contents can change.

    Every sequence counts, of a function those that it yields for seed 0.
    """
    return {
        name: data_fingerprint(name, data, BATCH, seed=0, shuffle=False)[:16]
        for name, data in _parts(task).items()
    }


def measure_of(task: Task) -> dict[str, str | None]:
    """What else decides a task's numbers, and may be changed in one that was put together by hand.

    Raises ValueError for a loss that has no name, such as a lambda.
    """
    bias = task.output_bias
    first = None if bias is None else fingerprint({"output bias": bias})[:16]
    return {"loss": describe_loss(task.loss), "output bias": first}


def check_finite(task: Task) -> None:
    """Raise ValueError, which names the part, when inputs or wanted targets are not finite."""
    for name, data in _parts(task).items():
        for x, y, mask in batches_of(data, BATCH):
            for what, numbers in (("inputs", x), ("targets", y if mask is None else y[mask])):
                strange = numbers[~numbers.isfinite()]
                if len(strange):
                    raise ValueError(
                        f"{name} must hold finite numbers, got {strange[0].item()} among its {what}"
                    )


def _parts(task: Task) -> dict[str, Data]:
    return {"training data": task.train, "validation data": task.valid, "test data": task.test}
