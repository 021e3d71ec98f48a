"""Speech made by a machine, for the speech task where no recordings are at hand.

Eight voices of the espeak-ng engine say 32 sentences, each once. Every file's name begins with
"synthetic-", and a file beside them says what was spoken by whom: no result of these files is one
of human speech. The engine is under the GPL; it comes with the optional wheel espeakng-loader, runs
in a process of its own, and is asked for here and nowhere else.
"""

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from gru_course.data.speech.windows import SYNTHETIC
from gru_course.validation import positive_integer

# Voice, words per minute, and pitch from 0 to 100.
VOICES = (
    ("en-us", 175, 50),
    ("en", 160, 40),
    ("en-GB-scotland", 185, 55),
    ("en-us+f2", 170, 60),
    ("en+f4", 150, 65),
    ("en-us+m3", 190, 35),
    ("en+m7", 165, 30),
    ("en-029", 180, 45),
)
SENTENCES = (
    "The gated unit decides how much of the past to keep.",
    "A closed gate lets nothing of the old state through.",
    "Every step reads one number and writes another.",
    "Short memories fade within a handful of steps.",
    "The reset gate asks what the past is good for.",
    "Two gates are enough for many long stories.",
    "A sum of small changes can carry a signal far.",
    "What was learnt on Monday should hold on Sunday.",
    "The candidate proposes and the update gate disposes.",
    "Seven grey boats left the harbour before dawn.",
    "She counted the steps from the door to the well.",
    "Please put the blue cup back on the upper shelf.",
    "A cold wind blew over the field all through the night.",
    "He never knew which of the two roads was shorter.",
    "The train to the coast leaves at a quarter past nine.",
    "Bring a lamp, a rope, and something warm to drink.",
    "Nobody had asked the old gardener for his opinion.",
    "The river rises in spring and is almost dry in autumn.",
    "Three of the five answers turned out to be wrong.",
    "They painted the kitchen yellow and the hall white.",
    "It takes a good ear to tell these voices apart.",
    "The map shows a bridge where there is only a ford.",
    "Fresh bread smells best in an empty street.",
    "Could you say that again, a little more slowly?",
    "Most of the letters were never opened at all.",
    "The clock in the tower is eleven minutes late.",
    "Rain is likely in the west and sunshine in the east.",
    "An orchestra tunes to the oboe before it plays.",
    "We found the key under a heap of dry leaves.",
    "His brother collects stamps, coins, and old radios.",
    "What goes up the hill must come down again.",
    "Good night, and thank you for listening so long.",
)


def make_speech(folder: str | Path, *, rate: int = 16000) -> list[Path]:
    """Write the sentences as 16-bit mono .wav files into `folder`, which is made if need be.

    rate: samples per second. The same engine writes the same bytes each time. Returns the files'
    paths, in order; `load_speech(folder, rate=rate)` reads them.

    Raises ModuleNotFoundError without espeakng-loader, RuntimeError when its engine fails.
    """
    positive_integer("rate", rate)
    if importlib.util.find_spec("espeakng_loader") is None:
        raise ModuleNotFoundError(
            "synthetic speech is made by espeakng-loader, which is not installed: "
            'pip install "gru-course[speech]"'
        )
    folder = Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    utterances = [_utterance(folder, number, text) for number, text in enumerate(SENTENCES)]
    own_rate = _speak({"rate": rate, "utterances": utterances})
    _describe(folder, rate, own_rate, utterances)
    return [Path(utterance["path"]) for utterance in utterances]


def _utterance(folder: Path, number: int, text: str) -> dict:
    voice, words_per_minute, pitch = VOICES[number % len(VOICES)]
    name = f"{SYNTHETIC}{number:02}-{voice.replace('+', '-')}.wav"
    return {
        "path": str(folder / name),
        "text": text,
        "voice": voice,
        "words_per_minute": words_per_minute,
        "pitch": pitch,
    }


def _speak(orders: dict) -> int:
    """Let a process of its own carry out the orders; the engine's samples per second."""
    done = subprocess.run(
        [sys.executable, "-m", "gru_course.data.speech.espeak"],
        input=json.dumps(orders),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        raise RuntimeError(f"the speech engine failed with status {done.returncode}: {last}")
    return int(done.stdout)


def _describe(folder: Path, rate: int, own_rate: int, utterances: list[dict]) -> None:
    """Say beside the files what they are."""
    version = importlib.metadata.version("espeakng-loader")
    described = {
        "synthetic": True,
        "engine": f"espeak-ng of espeakng-loader {version}",
        "rate": rate,
        "conversion": "none" if own_rate == rate else f"{own_rate} Hz resampled to {rate} Hz",
        "files": {
            Path(made["path"]).name: {key: made[key] for key in made if key != "path"}
            for made in utterances
        },
    }
    content = json.dumps(described, indent=2) + "\n"
    (folder / "synthetic-speech.json").write_text(content, encoding="utf-8")
