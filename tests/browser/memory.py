"""How much a page holds once the browser has tidied up: detached nodes and listeners included."""


class Memory:
    """Reads from Chromium's own tools what a page holds."""

    def __init__(self, page):
        self._tools = page.context.new_cdp_session(page)
        self._tools.send("Performance.enable")

    def held(self) -> dict[str, int]:
        """The numbers of nodes and of listeners that the page keeps from being collected."""
        self._tools.send("HeapProfiler.collectGarbage")
        metrics = self._tools.send("Performance.getMetrics")["metrics"]
        return {
            m["name"]: m["value"] for m in metrics if m["name"] in {"Nodes", "JSEventListeners"}
        }
