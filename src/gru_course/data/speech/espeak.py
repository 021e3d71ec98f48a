"""The espeak-ng engine, in a process of its own: `python -m gru_course.data.speech.espeak`.

The engine can be started once in a process only, and what goes wrong in it would end the process.
It is under the GPL and no part of this package: the optional wheel espeakng-loader brings it.
"""

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from gru_course.data.formats.wav import resample, write_wav

RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: hand over the samples, play nothing
RATE, PITCH = 1, 3  # espeakRATE, words per minute, and espeakPITCH, 0 to 100
CHARACTERS, UTF8 = 1, 1  # POS_CHARACTER, espeakCHARS_UTF8
SEED = 0

# int callback(short *samples, int count, espeak_EVENT *events)
Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """The engine, started. rate: samples per second of its sound."""

    def __init__(self) -> None:
        import espeakng_loader  # only here: the wheel is optional

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate = self._library.espeak_Initialize(RETRIEVAL, 0, data, 0)
        if self.rate < 1:
            raise RuntimeError(f"espeak-ng did not start with its data in {data.decode()}")
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(SEED))  # or breath would differ each time
        self._pieces: list[np.ndarray] = []
        self._callback = Callback(self._collect)  # kept: the engine holds no reference
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: str, words_per_minute: int, pitch: int) -> np.ndarray:
        """The spoken text, (N,) from -1 to 1. Raises RuntimeError for a voice that there is not."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice!r}")
        self._library.espeak_SetParameter(RATE, words_per_minute, 0)
        self._library.espeak_SetParameter(PITCH, pitch, 0)
        self._pieces.clear()
        encoded = text.encode()
        size = ctypes.c_size_t(len(encoded) + 1)
        self._library.espeak_Synth(encoded, size, 0, CHARACTERS, 0, UTF8, None, None)
        self._library.espeak_Synchronize()
        return np.concatenate([np.zeros(0, np.int16), *self._pieces]) / 2**15

    def _collect(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0  # go on


def main() -> None:
    """Speak what stands in the orders, each into its file, and print the engine's own rate."""
    orders = json.load(sys.stdin)
    engine = Espeak()
    for order in orders["utterances"]:
        sound = engine.say(order["text"], order["voice"], order["words_per_minute"], order["pitch"])
        sound = resample(sound, engine.rate, orders["rate"])
        write_wav(Path(order["path"]), sound, orders["rate"])
    print(engine.rate)


if __name__ == "__main__":
    main()
