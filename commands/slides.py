"""Slides of the chapters, and of a lecture, in `_build/slides`."""

import shutil
from collections.abc import Sequence

from commands.places import ASIDE, BUILD, OUTPUTS, PYTHON, ROOT, SLIDES, VENV, shown, sources
from commands.steps import failure, run, step
from commands.wholeness import alone, digest, swap


def build(names: Sequence[str] = ()) -> None:
    """Make the slides of the chapters whose names start so, or all and the lecture."""
    with alone():
        contents = " ".join([digest([*sources(), VENV / "pyvenv.cfg"]), *names])
        stamp = SLIDES / ".contents"
        if stamp.is_file() and stamp.read_text() == contents:
            print("The slides are up to date.")
            return
        new = ASIDE / "slides"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        with step("Making the slides, running the chapters that changed", "slides") as log:
            words = ["-m", "gru_press.slides", ROOT, OUTPUTS, new, *names]
            if not run(PYTHON, *words, log=log):
                raise failure("The slides were not made", log)
        (new / ".contents").write_text(contents)
        swap(new, SLIDES, BUILD / "slides.previous")
        print(f"The slides are in {shown(SLIDES)}: open index.html there.")
