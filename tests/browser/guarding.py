"""What a page must not do, and who is told: the test that has the page."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

ALWAYS = ("data:", "blob:", "about:")  # what asks nobody


class Guard:
    """What a test's pages did that none may: reach another host, or report an error."""

    def __init__(self):
        self.outside: list[str] = []
        self.errors: list[str] = []

    def watch(self, context: BrowserContext, host: str) -> None:
        """Watch a context's pages and their popups, which may ask this host alone."""

        def ask(request: Request) -> None:
            if not request.url.startswith((host, *ALWAYS)):
                self.outside.append(request.url)

        def refuse(request: Request) -> None:
            if request.failure == "csp":  # its own policy held it back: nobody was asked
                self.outside = [url for url in self.outside if url != request.url]

        context.on("request", ask)
        context.on("requestfailed", refuse)
        context.on("weberror", self._error)
        context.on("console", self._console)

    def take_errors(self) -> list[str]:
        """Errors so far, for a test that expects them."""
        errors, self.errors = self.errors, []
        return errors

    def check(self) -> None:
        """Fail when a page did what none may."""
        assert self.outside == [], f"a page asked another host: {self.outside}"
        assert self.errors == [], f"a page reported errors: {self.errors}"

    def _error(self, error: WebError) -> None:
        self.errors.append(f"{error.page.url if error.page else ''}: {error.error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.location.get('url')}: {message.text}")
