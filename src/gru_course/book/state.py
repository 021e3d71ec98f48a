"""Widget state for a page: only what the host needs, without the code that the book shares."""

from .assets import Assets


def lighten(state: dict, assets: Assets) -> tuple[dict, set[str]]:
    """Replace the code inside course widgets by the name of their published module.

    state: what a notebook keeps under the widget-state type. Returns the lighter state and the
    source names of the modules that its widgets start from.
    """
    records, entries = {}, set()
    for model_id, record in state["state"].items():
        if record["model_name"].endswith(("LayoutModel", "StyleModel")):
            continue  # the host lays out by CSS
        values = record["state"]
        if values.get("_anywidget_id", "").startswith("gru_course.widgets."):
            entry = f"{values['_module']}.js"
            entries.add(entry)
            values = {k: v for k, v in values.items() if k not in {"_esm", "_css"}}
            values["_published"] = assets.names[entry]
        records[model_id] = {**record, "state": values}
    return {**state, "state": records}, entries
