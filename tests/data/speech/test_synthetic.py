import json
import sys

import pytest

from gru_course.data.formats.wav import read_wav
from gru_course.data.speech import synthetic as module
from gru_course.data.speech.synthetic import SENTENCES, make_speech
from gru_course.data.speech.windows import PARTS, load_speech


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("speech") / "made"
    make_speech(folder)
    return folder


def test_every_sentence_is_spoken_once_and_labelled_synthetic(folder):
    paths = sorted(folder.glob("*.wav"))
    assert len(paths) == len(set(SENTENCES)) == 32
    assert all(path.name.startswith("synthetic-") for path in paths)
    seconds = [len(read_wav(path).samples) / 16000 for path in paths]
    assert all(1 < length < 5 for length in seconds) and 60 < sum(seconds) < 120
    described = json.loads((folder / "synthetic-speech.json").read_text())
    assert described["synthetic"] is True and "espeak-ng" in described["engine"]
    assert described["conversion"] == "22050 Hz resampled to 16000 Hz"
    assert [made["text"] for made in described["files"].values()] == list(SENTENCES)
    assert sorted(described["files"]) == [path.name for path in paths]


def test_the_same_engine_writes_the_same_bytes(folder, tmp_path):
    for path in make_speech(tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_it_is_loaded_without_another_conversion_and_says_that_it_is_synthetic(folder):
    speech = load_speech(folder)
    assert speech.synthetic and speech.conversions == () and "synthetic=True" in repr(speech)
    assert [len(speech.names[part]) for part in PARTS] == [26, 3, 3]


def test_the_engine_stays_out_of_this_process(folder):
    assert "espeakng_loader" not in sys.modules


def test_a_missing_wheel_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "gru-course\[speech\]"'):
        make_speech(tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_an_engine_that_fails_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "VOICES", (("martian", 175, 50),))
    with pytest.raises(RuntimeError, match="status 1: RuntimeError: espeak-ng has no voice 'mart"):
        make_speech(tmp_path)
    assert list(tmp_path.glob("*.wav")) == []
