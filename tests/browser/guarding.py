"""What a page must not do, and who is told: the test that has the page."""

from playwright.sync_api import ConsoleMessage, Error, Page, Route

EMPTY = '<!DOCTYPE html><link rel="icon" href="data:,">'  # no icon is asked for


class Guard:
    """What a test's pages did that none may: reach another host, or report an error."""

    def __init__(self):
        self.outside: list[str] = []
        self.errors: list[str] = []

    def watch(self, page: Page, host: str) -> None:
        """Watch a page that may ask this host alone."""
        Watch(page, self, host)

    def take_errors(self) -> list[str]:
        """Errors so far, for a test that expects them."""
        errors, self.errors = self.errors, []
        return errors

    def check(self) -> None:
        """Fail when a page did what none may."""
        assert self.outside == [], f"a page asked another host: {self.outside}"
        assert self.errors == [], f"a page reported errors: {self.errors}"


class Watch:
    """Follows one page, and tells its guard, which may change from test to test."""

    def __init__(self, page: Page, guard: Guard, host: str):
        self.page = page
        self.guard = guard
        self.host = host
        self.cut_off = False  # every page that is opened is an empty one then
        self.start()
        page.on("pageerror", self._error)
        page.on("console", self._console)

    def start(self) -> None:
        """Take all that the page and its popups ask for, before any other route that is left."""
        self.page.context.route("**/*", self._route)

    def _route(self, route: Route) -> None:
        if not route.request.url.startswith((self.host, "data:", "blob:")):
            self.guard.outside.append(route.request.url)
            route.abort()
        elif self.cut_off and route.request.is_navigation_request():
            route.fulfill(content_type="text/html", body=EMPTY)
        else:
            route.continue_()

    def _error(self, error: Error) -> None:
        self.guard.errors.append(f"{self.page.url}: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.guard.errors.append(f"{message.location.get('url')}: {message.text}")
