"""A task is the same wherever it is made, fits a model, and knows what it costs to know nothing."""

import math
import shutil
import wave

import numpy as np
import pytest
import torch
from scipy.io import savemat

from gru_course.data.batching import batches_of
from gru_course.data.cache import cache_folder
from gru_course.lab.tasks import TASKS, file_options, make_task, recorded
from gru_course.losses import masked_mse
from gru_course.models import SequenceModel
from gru_course.training import evaluate

SMALL = {
    "sine": {"steps": 6, "train": 8, "test": 4},
    "chorales": {},
    "adding": {"steps": 6, "batches": 2, "sequences": 5},
    "recall": {"steps": 6, "symbols": 4, "batches": 2, "sequences": 5},
    "copy": {"delay": 2, "length": 3, "symbols": 4, "batches": 2, "sequences": 5},
    "counting": {"longest": 4, "batches": 2, "sequences": 5},
    "tunes": {"train": 40},
    "vowels": {},
    "speech": {"samples": 60, "rate": 8000},
}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """Three files of noise in the place of speech."""
    folder = tmp_path_factory.mktemp("recordings")
    generator = np.random.default_rng(0)
    for number in range(3):
        with wave.open(str(folder / f"{number}.wav"), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(generator.integers(-9000, 9000, 3000, dtype=np.int16).tobytes())
    return folder


@pytest.fixture(params=SMALL)
def name(request):
    return request.param


@pytest.fixture
def options(name, recordings):
    return SMALL[name] | ({"folder": str(recordings)} if name == "speech" else {})


def first_batch(data, batch_size=4):
    return next(batches_of(data, batch_size, seed=3, shuffle=True))


def test_every_task_is_tried_here():
    assert SMALL.keys() == TASKS.keys()


def test_a_model_of_its_sizes_can_learn_it(name, options):
    task = make_task(name, **options)
    model = SequenceModel(task.input_size, 4, task.output_size)
    if task.output_bias is not None:
        model.set_output_bias(task.output_bias)
    for data in (task.train, task.valid, task.test):
        x, y, mask = first_batch(data)
        output, _ = model(x)
        loss = task.loss(output, y, mask)
        loss.backward()
        assert math.isfinite(loss.item())
        assert output.shape == (*x.shape[:2], task.output_size)


def test_equal_options_make_equal_data(name, options):
    one, two = make_task(name, **options), make_task(name, **options)
    assert one.baselines == pytest.approx(two.baselines, rel=1e-9) and one.config == two.config
    for part in ("train", "valid", "test"):
        for ours, theirs in zip(
            first_batch(getattr(one, part)), first_batch(getattr(two, part)), strict=True
        ):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=0)


def test_validation_and_test_are_not_the_same(name, options):
    task = make_task(name, **options)
    valid, test = first_batch(task.valid), first_batch(task.test)
    assert valid[0].shape != test[0].shape or not torch.equal(valid[0], test[0])


@pytest.mark.parametrize(
    ("name", "output"),
    [("adding", torch.ones(1)), ("recall", torch.zeros(4)), ("copy", torch.zeros(4))],
)
def test_a_constant_answer_costs_what_the_baseline_says(name, output):
    task = make_task(name, **SMALL[name] | {"sequences": 20_000})
    model = SequenceModel(task.input_size, 1, task.output_size)
    torch.nn.init.zeros_(model.head.weight)
    model.set_output_bias(output)
    (baseline,) = task.baselines.values()
    assert evaluate(model, task.test, loss=task.loss) == pytest.approx(baseline, rel=0.02)


def test_the_baseline_of_adding_is_that_of_its_own_test_set():
    task = make_task("adding", sequences=40)
    _, y, mask = first_batch(task.test, 40)
    assert task.baselines["always answering 1"] == masked_mse(torch.ones_like(y), y, mask).item()


def test_counting_is_tested_where_no_table_of_the_training_reaches():
    task = make_task("counting", longest=4, shortest=2)
    n = {part: first_batch(getattr(task, part), 512).mask.sum(1) for part in ("valid", "test")}
    assert n["valid"].unique().tolist() == [2, 3, 4]
    assert n["test"].unique().tolist() == list(range(5, 13))
    share = 512 / n["test"].sum().item()  # of the b's that are the last
    entropy = -share * math.log(share) - (1 - share) * math.log(1 - share)
    assert task.baselines == pytest.approx({"how often a b is the last": entropy})


@pytest.mark.parametrize("name", ["chorales", "tunes"])
def test_the_output_bias_is_worth_the_frequency_baseline(name):
    task = make_task(name, **SMALL[name])
    model = SequenceModel(task.input_size, 1, task.output_size)
    torch.nn.init.zeros_(model.head.weight)
    model.set_output_bias(task.output_bias)
    *_, baseline = task.baselines.values()
    assert evaluate(model, task.test, loss=task.loss) == pytest.approx(baseline, rel=1e-5)


def test_the_lazy_forecast_of_a_sine_is_far_from_the_exact_one():
    task = make_task("sine", **SMALL["sine"])
    x, y = task.test
    assert task.baselines["persistence"] == masked_mse(x, y).item() > 1e-3
    assert task.baselines["exact recurrence"] < 1e-12


def test_classical_sets_are_taken_from_their_file(tmp_path):
    cell = np.empty((1, 1), object)
    cell[0, 0] = np.eye(5, 88)
    path = tmp_path / "rolls.mat"
    savemat(path, {part: cell for part in ("traindata", "validdata", "testdata")})
    task = make_task("chorales", data=str(path))
    assert first_batch(task.test).y.shape == (1, 5, 88)
    assert task.options == {"data": str(path)}


def test_what_a_machine_said_is_labelled_synthetic(recordings, tmp_path):
    options = SMALL["speech"] | {"folder": str(recordings)}
    assert make_task("speech", **options).unit == "nats per step of speech"
    for file in recordings.iterdir():
        (tmp_path / f"synthetic-{file.name}").write_bytes(file.read_bytes())
    synthetic = make_task("speech", **options | {"folder": str(tmp_path)})
    assert synthetic.unit == "nats per step of synthetic speech"


def test_without_a_folder_a_machine_speaks_once(tmp_path, recordings, monkeypatch):
    spoken = []

    def speak(folder, *, rate):
        spoken.append(rate)
        shutil.copytree(recordings, folder)
        (folder / "synthetic-speech.json").write_text("{}")

    monkeypatch.setattr(recorded, "make_speech", speak)
    options = SMALL["speech"] | {"cache_dir": str(tmp_path)}
    one, two = make_task("speech", **options), make_task("speech", **options)
    assert one.baselines == pytest.approx(two.baselines, rel=1e-9)
    assert spoken == [8000]


def test_what_is_no_task_or_option_is_told_with_the_choices():
    with pytest.raises(ValueError, match=r"task must be one of sine, .*, got 'sinus'"):
        make_task("sinus")
    with pytest.raises(ValueError, match=r"an option of the task adding must be one of steps, .*"):
        make_task("adding", step=3)
    with pytest.raises(TypeError, match="steps must be an integer, got 'many'"):
        make_task("recall", steps="many")


def test_a_task_names_its_sizes_and_baselines():
    assert repr(make_task("adding")) == (
        "Task('adding', 2 -> 1, squared error, always answering 1 0.1501)"
    )


@pytest.mark.parametrize(
    ("task", "option", "complaint"),
    [
        ("sine", {"seed": "abc"}, "seed must be an integer from 0"),
        ("sine", {"seed": 10**30}, "seed must be an integer from 0"),
        ("sine", {"band": 0}, "band must satisfy 0 < low < high <= pi"),
        ("sine", {"band": [1, 2, 3]}, "band must satisfy 0 < low < high <= pi"),
        ("vowels", {"seed": 1.5}, "seed must be an integer from 0"),
        ("tunes", {"train": -3}, "train must be at least 1, got -3"),
    ],
)
def test_an_option_of_a_wrong_kind_is_named(task, option, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        make_task(task, **option)


def test_a_file_may_be_called_like_a_number():
    with pytest.raises(OSError, match="2024"):
        make_task("chorales", data=2024)


def test_the_options_that_name_a_file_are_those_that_take_a_path():
    files = {"chorales": ("data", "cache_dir"), "speech": ("folder", "cache_dir")}
    assert {name: file_options(name) for name in TASKS} == {name: () for name in TASKS} | files
    task = make_task("chorales", cache_dir=cache_folder())
    assert task.options == {"cache_dir": str(cache_folder())}
    with pytest.raises(ValueError, match=r"task must be one of sine, .*, got 'mine'"):
        file_options("mine")
