"""How far a trained GRU and a trained LSTM count: a^n b^n beyond the n of their training.

A word is n times a, n times b, end. With n from 1 to 20 in training, each model is then asked every
n up to 100. A word is right when the model names the next symbol after every b: another b each
time, and the end after the last. How far a model counts is the greatest N such that it has every
word from 1 to N right; what it has right beyond a gap is luck, and does not count.

The cells have about as many parameters, heads included: 255 in the GRU, 261 in the LSTM. Both are
trained with one learning rate, 1e-2, which was not tuned for either, from torch's start and from
one with long memories. The weights of the best validation loss are asked, with n as in training:
nothing about longer words chose them.
"""

from dataclasses import replace
from functools import partial

from torch import Tensor, nn

from gru_course.data.memory import counting_each
from gru_course.lab.reproduce.study import Study
from gru_course.lab.tables import table
from gru_course.lab.tasks import make_task
from gru_course.lab.trial import Outcome, trial_of
from gru_course.models import evaluation_mode
from gru_course.results import Results, Row
from gru_course.validation import choice, positive_integer

LONGEST = 20  # n in training
ASKED = 100  # n up to which a trained model is asked
EVERY = 50  # training steps from one look at the validation loss to the next
SEQUENCES = 128  # in each of those looks

SETTINGS = {"batch_size": 32, "learning_rate": 1e-2, "clip_norm": 1.0}
UNITS = {"gru": 7, "lstm": 6}
ROWS = {
    "GRU": {"cell": "gru"},
    "GRU, long memories": {"cell": "gru"},
    "LSTM": {"cell": "lstm"},
    "LSTM, long memories": {"cell": "lstm"},
}
LONG = ("GRU, long memories", "LSTM, long memories")  # initialised for a word's length, 2 n


def counting_study(
    *,
    rows: tuple[str, ...] = tuple(ROWS),
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4),
    longest: int = LONGEST,
    asked: int = ASKED,
    training_steps: int = 3000,
) -> Study:
    """The study with some of `ROWS`.

    longest: greatest n in training. asked: greatest n that is asked, above `longest`.
    training_steps: of each run, a multiple of `EVERY`.
    Raises ValueError for another multiple or row, or when nothing is asked beyond the training.
    """
    if positive_integer("training_steps", training_steps) % EVERY:
        raise ValueError(f"training_steps must be a multiple of {EVERY}, got {training_steps}")
    if positive_integer("asked", asked) <= longest:
        raise ValueError(f"asked must be above longest {longest}, got {asked}")
    task = make_task("counting", longest=longest, batches=EVERY, sequences=SEQUENCES)
    # no options: no other process could make this task from them
    task = replace(task, probe=partial(how_far, longest=longest, asked=asked), options=None)
    trials = {}
    for row in rows:
        own = ROWS[choice("row", row, tuple(ROWS))]
        own = own | {"hidden_size": UNITS[own["cell"]]}
        lag = {"max_lag": max(2, 2 * longest)} if row in LONG else {}
        trials[row] = trial_of(task, epochs=training_steps // EVERY, **SETTINGS, **own, **lag)
    return Study(
        name="counting",
        task=task,
        trials=trials,
        seeds=seeds,
        measures=measures,
        about={"longest": longest, "asked": asked},
    )


def right_words(model: nn.Module, asked: int = ASKED) -> Tensor:
    """For n from 1 to `asked` whether the model has the word right: bool (asked,), n = 1 first.

    The model is a `SequenceModel` with 2 inputs and 3 outputs, as the task has them.
    """
    x, y, mask = counting_each(asked)
    with evaluation_mode(model):
        named = model(x.to(next(model.parameters()).device))[0].argmax(dim=-1).cpu()
    right = named == y
    return (right if mask is None else right | ~mask).all(dim=1)


def how_far(model: nn.Module, *, longest: int, asked: int) -> dict[str, float]:
    """How far the model counts, and how many words it has right in and beyond the training."""
    right = right_words(model, asked)
    return {
        "counts_to": right.cumprod(dim=0).sum().item(),
        "right_in_training": right[:longest].sum().item(),
        "right_beyond": right[longest:].sum().item(),
    }


def measures(outcome: Outcome) -> dict[str, float]:
    """What the model was found to count, its lowest validation loss, its processor time."""
    return {
        **outcome.probed,
        "valid": outcome.valid_loss,
        "seconds": round(outcome.seconds, 1),
    }


def counting_results(study: Study, rows: tuple[Row, ...], *, command: str, device: str) -> Results:
    """The rows beside what knowing only how often a b is the last costs on longer words."""
    baselines = {name: round(loss, 4) for name, loss in study.task.baselines.items()}
    return study.results(rows, beside={"baselines": baselines}, command=command, device=device)


def counting_table(results: Results) -> str:
    """For every row how far each seed counts, then what the numbers do not say."""
    longest, asked = results.config["longest"], results.config["asked"]
    header = ["cell", "units", "parameters", *(f"seed {n}" for n in results.seeds), "in training"]
    lines = []
    for row in results.rows:
        counts = row.measures["counts_to"].per_seed
        fewest, most = row.measures["right_in_training"].ends()
        units = (results.config | row.config)["hidden_size"]
        sizes = [str(units), str(row.config["parameters"])]
        within = f"{fewest:.0f} to {most:.0f} of {longest}"
        lines.append([row.name, *sizes, *(f"{count:.0f}" for count in counts), within])
    title = f"a^n b^n, trained with n up to {longest}, asked up to {asked}: all right up to n ="
    beside = [
        "in training: how many of the words that training shows are right, fewest to most",
        f"all: a learning rate of {results.config['learning_rate']:g}, not tuned for any cell",
    ]
    return "\n".join([title, "", table(header, lines), "", *beside])
