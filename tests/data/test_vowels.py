import subprocess
import sys
from collections import Counter

import pytest
import torch

from gru_course.data import vowels as module
from gru_course.data.vowels import (
    PARTS,
    Case,
    batches,
    load_vowels,
    majority_baseline,
    pad_batch,
)


@pytest.fixture(scope="module")
def vowels():
    return load_vowels()


def test_the_parts_have_their_sizes_and_every_speaker(vowels):
    assert repr(vowels) == "Vowels(train=216, valid=54, test=370 utterances of 9 speakers)"
    counts = {part: Counter(case.label for case in getattr(vowels, part)) for part in PARTS}
    assert set(counts["train"].values()) == {24} and set(counts["valid"].values()) == {6}
    assert [counts["test"][speaker] for speaker in range(9)] == [31, 35, 88, 44, 29, 24, 40, 50, 29]


def test_the_lengths_are_those_of_the_set(vowels):
    lengths = [len(case.series) for part in PARTS for case in getattr(vowels, part)]
    assert (min(lengths), max(lengths), sum(lengths)) == (7, 29, 9961)


def test_training_steps_have_mean_0_and_deviation_1(vowels):
    steps = torch.cat([case.series for case in vowels.train])
    torch.testing.assert_close(steps.mean(0), torch.zeros(12), rtol=0, atol=1e-5)
    torch.testing.assert_close(steps.std(0, correction=0), torch.ones(12))
    others = torch.cat([case.series for case in vowels.test])
    assert others.mean(0).abs().max() > 0.05  # not fitted on the test part


def test_the_raw_numbers_come_back(vowels):
    raw = vowels.test[0].series * vowels.scale + vowels.mean
    # Line 16 of the file: its first dimension's first steps, and its last one's last.
    torch.testing.assert_close(raw[:3, 0], torch.tensor([1.635533, 1.547694, 1.602593]))
    torch.testing.assert_close(raw[-1, -1], torch.tensor(0.108629))
    assert vowels.test[0].label == 0 and vowels.test[-1].label == 8


def test_the_seed_alone_decides_what_is_set_aside(vowels):
    same, other = load_vowels(), load_vowels(seed=1)
    pairs = list(zip(vowels.valid, same.valid, strict=True))
    assert all(torch.equal(a.series, b.series) for a, b in pairs)
    raw = [
        {tuple((c.series * v.scale + v.mean)[0].tolist()) for c in v.valid} for v in (same, other)
    ]
    assert raw[0] != raw[1]


def test_a_batch_asks_for_the_speaker_at_the_last_real_step():
    cases = [Case(torch.ones(2, 12), 4), Case(torch.ones(3, 12), 7)]
    x, y, mask = pad_batch(cases)
    assert x.shape == (2, 3, 12) and (x[0, 2] == 0).all() and x.sum() == 5 * 12
    assert y.tolist() == [[4] * 3, [7] * 3]
    assert mask.tolist() == [[False, True, False], [False, False, True]]


def test_every_utterance_comes_once_in_each_pass(vowels):
    for shuffle in (False, True):
        made = list(batches(vowels.valid, 8, seed=3, shuffle=shuffle))
        assert [len(batch.x) for batch in made].count(8) == 6
        assert all((batch.mask.sum(1) == 1).all() for batch in made)
        answers = Counter(torch.cat([batch.y[batch.mask] for batch in made]).tolist())
        assert answers == Counter(case.label for case in vowels.valid)


def test_the_baseline_is_the_most_frequent_speaker(vowels):
    assert majority_baseline(vowels.test) == 88 / 370
    assert majority_baseline(vowels.train) == 1 / 9


def test_sktime_is_found_but_not_imported():
    code = (
        "import sys; from gru_course.data.vowels import load_vowels; "
        "print(load_vowels(), 'sktime' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "Vowels(train=216, valid=54, test=370 utterances of 9 speakers) False\n"


def test_a_missing_sktime_says_what_to_install(monkeypatch):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "gru-course\[vowels\]"'):
        load_vowels()


@pytest.mark.parametrize("valid", [0, 30])
def test_validation_must_leave_something_to_train_on(valid):
    with pytest.raises(ValueError, match=f"valid must be .* got {valid}"):
        load_vowels(valid)


@pytest.mark.parametrize("content", [None, "@classLabel true 1\n@data\n1,2:1"])
def test_other_files_than_the_archives_are_refused(monkeypatch, tmp_path, content):
    if content:
        (tmp_path / "JapaneseVowels_TRAIN.ts").write_text(content)
    monkeypatch.setattr(module, "find_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"JapaneseVowels_TRAIN\.ts is missing or not the arch"):
        load_vowels()
