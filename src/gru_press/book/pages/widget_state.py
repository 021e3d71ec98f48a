"""Widget state for a page: only what the host needs, without the code that the book shares."""

import json

from gru_press.book.assets import Assets, hashed

LARGE = 20_000  # letters of JSON; a value with more comes in a file of its own, with its widget


def without_code(state: dict, assets: Assets) -> tuple[dict, set[str]]:
    """Replace the code inside course widgets by the name of their published module.

    state: what a notebook keeps under the widget-state type. Values that `assets` has as files of
    their own, as `large_values` names them, are replaced by the name of that file. Returns the new
    state and the source names of the modules that its widgets start from.
    """
    records, entries = {}, set()
    for model_id, record in state["state"].items():
        if record["model_name"].endswith(("LayoutModel", "StyleModel")):
            continue  # the host lays out by CSS
        values = record["state"]
        if _is_ours(record):
            entry = f"{values['_module']}.js"
            entries.add(entry)
            values = {k: v for k, v in values.items() if k not in {"_esm", "_css"}}
            values["_published"] = assets.names[entry]
            file, _, names = _large(record)
            if file in assets.contents:
                values = {k: v for k, v in values.items() if k not in names} | {"_more": file}
        records[model_id] = {**record, "state": values}
    return {**state, "state": records}, entries


def large_values(state: dict) -> dict[str, str]:
    """The published names and texts of the files that hold what is large in course widgets."""
    found = (_large(record) for record in state["state"].values() if _is_ours(record))
    return {file: text for file, text, names in found if names}


def _is_ours(record: dict) -> bool:
    return record["state"].get("_anywidget_id", "").startswith("gru_course.widgets.")


def _large(record: dict) -> tuple[str, str, set[str]]:
    """A file's published name, its text, and the names of the widget's large values in it."""
    values = record["state"]
    large = {
        name: value
        for name, value in values.items()
        if name not in {"_esm", "_css"} and len(json.dumps(value)) > LARGE
    }
    text = json.dumps(large, separators=(",", ":"))
    return hashed(f"{values['_module']}.json", text.encode()), text, set(large)
