"""Which of a chapter's widget models a deck needs: those it shows, and what these refer to."""

import json
import re
from collections.abc import Iterable

REFERENCE = re.compile(r'"IPY_MODEL_(\w+)"')
LINKS = ("LinkModel", "DirectionalLinkModel")


def needed(state: dict, shown: Iterable[str]) -> dict:
    """The part of a widget state that the models `shown` need, links between them included."""
    models = state["state"]
    wanted: dict[str, dict] = {}
    waiting = list(shown)
    while waiting:
        model = waiting.pop()
        if model in models and model not in wanted:
            wanted[model] = models[model]
            waiting += referred(models[model])
    for model, record in models.items():
        if record["model_name"] in LINKS and set(referred(record)) <= set(wanted):
            wanted[model] = record
    return {**state, "state": wanted}


def referred(record: dict) -> list[str]:
    """The models that a model refers to."""
    return REFERENCE.findall(json.dumps(record["state"]))
