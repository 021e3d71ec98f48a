"""Pages that are kept from test to test, since a new one costs more than what most tests do."""

from typing import NamedTuple

from playwright.sync_api import Browser, Error, Page

from tests.browser.guarding import Guard, Watch

MOST = 8  # pages that rest at a time
# Calls after which a page is not as new, and cannot be made so.
LASTING = ["add_init_script", "expose_binding", "expose_function", "on", "once"]
LASTING += ["route_web_socket", "set_default_navigation_timeout", "set_default_timeout"]
LASTING += ["set_extra_http_headers"]
OF_A_PAGE = [*LASTING, "add_locator_handler"]
OF_A_CONTEXT = [*LASTING, "grant_permissions", "new_cdp_session", "set_geolocation", "set_offline"]
FORGET = """async () => {
  window.name = "";
  localStorage.clear();
  sessionStorage.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const { name } of await indexedDB.databases())
    await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });
}"""


class Kind(NamedTuple):
    """What a page was made with; only a page of the same kind stands in for a new one."""

    width: int
    height: int
    dark: bool
    java_script: bool
    before: str  # a script that runs before the page's own


class KeptPage:
    """A page in a context of its own, which is put back after each test that had it."""

    def __init__(self, browser: Browser, kind: Kind, resting: Guard):
        self.kind = kind
        self._resting = resting
        self._context = browser.new_context(
            viewport={"width": kind.width, "height": kind.height},
            color_scheme="dark" if kind.dark else "light",
            java_script_enabled=kind.java_script,
            reduced_motion="reduce",
            service_workers="block",  # what they ask for would pass the guard unseen
        )
        self._context.add_init_script(kind.before)
        self.page = self._context.new_page()
        self._watch = Watch(self.page, resting, "about:")
        self._altered = False
        self.page.on("crash", self._alter)
        for owner, names in ((self.page, OF_A_PAGE), (self._context, OF_A_CONTEXT)):
            for name in names:
                setattr(owner, name, self._noticed(getattr(owner, name)))

    def open(self, url: str, guard: Guard) -> Page:
        """Open an address for the test whose guard this is."""
        self._watch.guard = guard
        self._watch.host = "/".join(url.split("/")[:3]) + "/"
        response = self.page.goto(url)
        assert response.ok, f"{url} answers {response.status}"
        return self.page

    def put_back(self) -> bool:
        """Make it a new page's equal; False when it cannot be, and must be closed.

        What the page reports meanwhile is still told to the test that had it.
        """
        if self._altered or self.page.is_closed() or not self.kind.java_script:
            return False
        for popup in [page for page in self._context.pages if page is not self.page]:
            popup.close()
        self.page.unroute_all()
        self._context.unroute_all()
        self._watch.start()
        self._watch.cut_off = True
        self.page.goto(self._watch.host)  # its storage is open to its own pages alone
        try:
            self.page.evaluate(FORGET)
        except Error:  # a test may have let it refuse its storage
            return False
        self.page.goto("about:blank")
        self._watch.cut_off = False
        self._context.clear_cookies()
        self._context.clear_permissions()
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        self.page.set_viewport_size({"width": self.kind.width, "height": self.kind.height})
        scheme = "dark" if self.kind.dark else "light"
        self.page.emulate_media(
            media="null", color_scheme=scheme, reduced_motion="reduce", forced_colors="none"
        )
        self._watch.guard = self._resting
        return not self._altered

    def close(self) -> None:
        """Close it for good; a test may have done so."""
        self._context.close()

    def _alter(self, *_) -> None:
        self._altered = True

    def _noticed(self, method):
        def altering(*given, **options):
            self._altered = True
            return method(*given, **options)

        return altering


class Pool:
    """Pages that rest until a test wants one of their kind."""

    def __init__(self, browser: Browser):
        self._browser = browser
        self._pages: list[KeptPage] = []  # the one that rests longest first
        self._guard = Guard()

    def lend(self, kind: Kind) -> KeptPage:
        """A page of this kind that no test has."""
        for page in reversed(self._pages):
            if page.kind == kind:
                self._pages.remove(page)
                return page
        return KeptPage(self._browser, kind, self._guard)

    def take_back(self, page: KeptPage) -> None:
        """Keep a page for later tests, if it can be as new."""
        if page.put_back():
            self._pages.append(page)
        else:
            page.close()
        if len(self._pages) > MOST:
            self._pages.pop(0).close()

    def close(self) -> None:
        """Close all, and fail when one did at rest what none may."""
        for page in self._pages:
            page.close()
        self._guard.check()
