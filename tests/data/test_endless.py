import pickle
from functools import partial

import pytest

from gru_course.data.endless import endless, fixed
from gru_course.data.memory import adding, counting, recall

MAKE = partial(adding, steps=6)


def first_numbers(batches):
    """The first number of every sequence, by which two batches are told apart."""
    return [number for batch in batches for number in batch.x[:, 0, 0].tolist()]


def test_every_batch_of_every_epoch_is_another_one():
    data = endless(MAKE, 5)
    numbers = [n for seed in range(1, 41) for n in first_numbers(data(2, seed=seed, shuffle=True))]
    assert len(set(numbers)) == len(numbers) == 40 * 5 * 2


def test_the_seed_alone_decides_an_epoch():
    data = endless(MAKE, 3)
    once = first_numbers(data(4, seed=7, shuffle=True))
    assert first_numbers(endless(MAKE, 3)(4, seed=7, shuffle=False)) == once
    assert first_numbers(data(4, seed=8, shuffle=True)) != once


def test_held_sequences_are_the_same_in_batches_of_any_size():
    data = fixed(MAKE, 7, seed=2)
    whole = first_numbers(data(7))
    assert first_numbers(data(3, seed=9, shuffle=False)) == whole
    assert [len(batch.x) for batch in data(3)] == [3, 3, 1]
    shuffled = first_numbers(data(3, seed=9, shuffle=True))
    assert shuffled != whole and sorted(shuffled) == sorted(whole)
    assert first_numbers(fixed(MAKE, 7, seed=3)(7)) != whole


def test_held_sequences_are_none_of_those_trained_on():
    numbers = [n for seed in range(60) for n in first_numbers(endless(MAKE, 5)(8, seed=seed))]
    for seed in range(60):
        held = first_numbers(fixed(MAKE, 8, seed=seed)(8))
        assert not set(held) & set(numbers)


@pytest.mark.parametrize(
    ("make", "count"), [(partial(recall, steps=6), 8), (partial(counting, longest=20), 20)]
)
def test_where_sequences_are_few_validation_has_those_of_training(make, count):
    """One for each symbol, one for each n: only the seeds differ."""
    trained, held = (
        {tuple(sequence.flatten().tolist()) for batch in batches for sequence in batch.x}
        for batches in (endless(make, 10)(64, seed=1), fixed(make, 640)(64))
    )
    assert trained == held and len(held) == count


def test_data_can_be_sent_to_another_process():
    data = pickle.loads(pickle.dumps(endless(MAKE, 2)))
    assert first_numbers(data(3, seed=1)) == first_numbers(endless(MAKE, 2)(3, seed=1))


@pytest.mark.parametrize(("make", "name"), [(endless, "batches"), (fixed, "sequences")])
def test_no_batch_and_no_sequence_are_refused(make, name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        make(MAKE, 0)


def test_pieces_of_no_size_are_refused():
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        fixed(MAKE, 3)(0)
