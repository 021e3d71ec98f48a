"""Modules that stand elsewhere since their names were written down: found for one release more."""

import importlib
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = {
    "gru_course.batching": "gru_course.data.batching",
    "gru_course.benchmark": "gru_course.lab.bench",
    "gru_course.benchmark.figures": "gru_course.lab.bench.measured",
    "gru_course.bptt": "gru_course.layers.fast",
    "gru_course.bptt.gru": "gru_course.layers.fast.gru",
    "gru_course.bptt.gru_before": "gru_course.layers.fast.gru_reset_before",
    "gru_course.bptt.lstm": "gru_course.layers.fast.lstm",
    "gru_course.bptt.rnn": "gru_course.layers.fast.rnn",
    "gru_course.bptt.walking": "gru_course.layers.fast.time_walk",
    "gru_course.checkpoints": "gru_course.training.resume.checkpoints",
    "gru_course.cli": "gru_course.lab.cli",
    "gru_course.data.abc_notation": "gru_course.data.formats.abc_notation",
    "gru_course.data.espeak": "gru_course.data.speech.espeak",
    "gru_course.data.mat": "gru_course.data.formats.mat",
    "gru_course.data.musicxml": "gru_course.data.formats.musicxml",
    "gru_course.data.speech_baselines": "gru_course.data.speech.baselines",
    "gru_course.data.synthetic_speech": "gru_course.data.speech.synthetic",
    "gru_course.data.wav": "gru_course.data.formats.wav",
    "gru_course.device": "gru_course.training.device",
    "gru_course.drawing": "gru_course.figures.drawing",
    "gru_course.experiments": "gru_course.lab",
    "gru_course.experiments.data_of_task": "gru_course.lab.task_fingerprint",
    "gru_course.experiments.running": "gru_course.lab.run_all",
    "gru_course.experiments.solitude": "gru_course.lab.one_at_a_time",
    "gru_course.exporting": "gru_course.for_page.export",
    "gru_course.fingerprints": "gru_course.training.resume.fingerprints",
    "gru_course.identity": "gru_course.training.resume.same_run",
    "gru_course.initialisation": "gru_course.layers.initialisation",
    "gru_course.locking": "gru_course.training.resume.locking",
    "gru_course.mingru": "gru_course.layers.mingru",
    "gru_course.notation": "gru_course.music.engraving",
    "gru_course.optimisers": "gru_course.training.optimisers",
    "gru_course.page_format": "gru_course.for_page.format",
    "gru_course.parameters": "gru_course.cells.parameters",
    "gru_course.recording": "gru_course.layers.fast_path",
    "gru_course.recurrence": "gru_course.layers.recurrence",
    "gru_course.reproduce": "gru_course.lab.reproduce",
    "gru_course.resuming": "gru_course.training.resume.state",
    "gru_course.runs": "gru_course.training.config",
    "gru_course.sampling": "gru_course.models.sampling",
    "gru_course.scan": "gru_course.layers.fast.scan",
    "gru_course.sequences": "gru_course.layers.sequences",
    "gru_course.speed_figures": "gru_course.figures.speed",
    "gru_course.tasks": "gru_course.lab.tasks",
    "gru_course.truncation": "gru_course.training.windows",
    "gru_course.book.measured": "gru_course.stored_results",
    "gru_course.book": "gru_press.book",
    "gru_course.slides": "gru_press.slides",
    "gru_course.handout": "gru_press.handout",
    "gru_course.teaching": "gru_press.class_copies",
}


class MovedFinder(MetaPathFinder, Loader):
    """Brings the module of today for the name of yesterday, and warns."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for names that have moved, or whose package has."""
        return ModuleSpec(fullname, self) if new_name(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module of today, under both names the same object."""
        name = new_name(spec.name)
        warnings.warn(f"{spec.name} is now {name}", DeprecationWarning, stacklevel=2)
        module = importlib.import_module(name)
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give the module back what the import system has changed; it was run long ago."""
        assert module.__spec__
        module.__spec__ = module.__spec__.loader_state


def new_name(name: str) -> str:
    """Where a module stands today; an empty text if it has not moved."""
    parts = name.split(".")
    for end in range(len(parts), 1, -1):
        place = MOVED.get(".".join(parts[:end]))
        if place:
            return ".".join([place, *parts[end:]])
    return ""


def find_moved_modules() -> None:
    """Let old names be found; before the path is searched, where a moved package would be."""
    sys.meta_path.insert(0, MovedFinder())
