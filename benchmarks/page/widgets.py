"""What each widget costs: bytes to load, nodes in the page, time to mount and to move."""

import gzip
from collections.abc import Iterable, Iterator
from statistics import median, quantiles

from benchmarks.page.browser import LIVE, Reader, Shelf
from benchmarks.page.figures import Figure
from gru_course import widgets
from gru_course.widgets import Prediction, Right, bundle
from gru_course.widgets.base import GRUWidget
from gru_press.book.assets import Assets
from gru_press.book.pages.head import standalone_page

MOUNTS = 20
EVENTS = 300
WARMING = 60  # events that do not count: until then the browser compiles
HEAT = (16, 100)  # rows and columns
WATCHED = 2  # seconds of training
UNMOUNTABLE = {"_esm", "_css", "layout"}


def examples() -> dict[str, GRUWidget]:
    """One widget of each class of the package, by name."""
    asked = Prediction("Which gate keeps?", {"r_t": "No.", "z_t": Right("Yes.")})
    classes = [getattr(widgets, name) for name in widgets.__all__]
    found = [cls for cls in classes if isinstance(cls, type) and issubclass(cls, GRUWidget)]
    return {cls.__name__: asked if cls is Prediction else cls() for cls in found}


def bytes_of(widgets: dict[str, GRUWidget], assets: Assets) -> Iterator[Figure]:
    """What the scripts of a widget weigh that no other widget needs, and what all do together."""
    needs = {name: {*assets.needs[entry], entry} for name, entry in _entries(widgets)}
    for name, needed in needs.items():
        others = set().union(*(set_ for other, set_ in needs.items() if other != name))
        value = _kilobytes(needed - others, assets)
        yield _figure("bytes", name, "scripts of its own, gzipped", value, "KB", 6)
    scripts = {name for name in bundle.files() if name.endswith(".js")}
    value = _kilobytes(scripts, assets)
    yield _figure("bytes", "all", "scripts of all widgets, gzipped", value, "KB", 40)


def times_of(
    name: str, widget: GRUWidget, assets: Assets, shelf: Shelf, reader: Reader, rounds: int
) -> Iterator[Figure]:
    """Nodes, and times of mounting and of moving; each time is the median of the rounds'."""
    url = shelf.put(standalone_page([widget], assets))
    with reader.opening(url, height=2500) as page:
        page.locator(LIVE).first.wait_for(state="attached")
        nodes = page.locator(".gru *").count()
        movable = page.locator(".gru input[type=range]").count() > 0
    yield _figure("nodes", name, "in the page", nodes, "nodes", 250)

    mounts = [_mounts(widget, assets, shelf, reader) for _ in range(rounds)]
    value = median(median(times) for times in mounts)
    yield _figure("mount", name, f"median of {MOUNTS}", value, "ms", 15)
    yield _figure("mount", name, "the first", median(times[0] for times in mounts), "ms")
    if not movable:
        return
    paces = {"back to back": ("backToBack", 2), "one a frame": ("atHandSpeed", None)}
    for what, (pace, goal) in paces.items():
        slides = [_p50_p95(_slide(url, reader, pace)) for _ in range(rounds)]
        half, most = map(median, zip(*slides, strict=True))
        yield _figure("slider event", name, f"p50, {what}", half, "ms")
        yield _figure("slider event", name, f"p95, {what}", most, "ms", goal)


def heat_of(assets: Assets, shelf: Shelf, reader: Reader) -> Figure:
    """How long a heat map takes to be drawn."""
    url = shelf.put(standalone_page([examples()["InsideGRU"]], assets))
    with reader.opening(url) as page:
        published = f"./gru/{assets.names['heatmap.js']}"
        draw = "([url, ...sizes]) => costs.heat(url, ...sizes)"
        times = page.evaluate(draw, [published, *HEAT, EVENTS])
    rows, columns = HEAT
    what = f"{rows} x {columns}, p95"
    return _figure("heat map", "heatmap", what, _p50_p95(times)[1], "ms", 4)


def survey_of(assets: Assets, shelf: Shelf, reader: Reader) -> Iterator[Figure]:
    """How long GradientRoad takes to survey its layers, of the size of the heat map."""
    with reader.opening(shelf.put("<!DOCTYPE html><main></main>")) as page:
        published = f"./gru/{assets.names['survey.js']}"
        survey = "([url, ...sizes]) => costs.survey(url, ...sizes)"
        times = page.evaluate(survey, [published, *HEAT, WARMING + EVENTS])[WARMING:]
    rows, columns = HEAT
    half, most = _p50_p95(times)
    yield _figure("heat map", "heatmap", f"survey of {rows} x {columns}, p50", half, "ms", 4)
    yield _figure("heat map", "heatmap", f"survey of {rows} x {columns}, p95", most, "ms")


def training_of(assets: Assets, shelf: Shelf, reader: Reader, rounds: int) -> Iterator[Figure]:
    """How fast TrainHere trains from its default settings, and whether the page stays smooth."""
    url = shelf.put(standalone_page([examples()["TrainHere"]], assets))
    found = []
    for _ in range(rounds):
        with reader.opening(url, height=2500) as page:
            page.locator(LIVE).first.wait_for(state="attached")
            page.wait_for_timeout(500)  # what comes with loading is over
            train = "(seconds) => costs.train(document.querySelector('.gru'), seconds)"
            found.append(page.evaluate(train, WATCHED))
    thousand = median(1e6 / one["perSecond"] for one in found)
    reached = median(one["reached"] or 1000 * WATCHED for one in found)
    frames = median(_p50_p95(one["frames"])[1] for one in found)
    yield _figure("training", "TrainHere", "1000 updates", thousand, "ms", 1000)
    yield _figure("training", "TrainHere", "until the error is below 0.01", reached, "ms", 1000)
    yield _figure("training", "TrainHere", "between two frames, p95", frames, "ms", 33)


def _entries(widgets: dict[str, GRUWidget]) -> Iterable[tuple[str, str]]:
    return ((name, f"{widget.module}.js") for name, widget in widgets.items())


def _kilobytes(names: set[str], assets: Assets) -> float:
    published = (assets.contents[assets.names[name]].encode() for name in names)
    return sum(len(gzip.compress(text, mtime=0)) for text in published) / 1024


def _mounts(widget: GRUWidget, assets: Assets, shelf: Shelf, reader: Reader) -> list[float]:
    sheets = "".join(
        f'<link rel="stylesheet" href="gru/{name}">'
        for name in assets.stylesheets(f"{widget.module}.js")
    )
    state = {k: v for k, v in widget.get_state().items() if k not in UNMOUNTABLE}
    entry = f"./gru/{assets.names[f'{widget.module}.js']}"
    with reader.opening(shelf.put(f"<!DOCTYPE html>{sheets}<main></main>")) as page:
        mount = "([url, state, count]) => costs.mount(url, state, count)"
        return page.evaluate(mount, [entry, state, MOUNTS])


def _slide(url: str, reader: Reader, pace: str) -> list[float]:
    with reader.opening(url, height=2500) as page:
        page.locator(LIVE).first.wait_for(state="attached")
        page.wait_for_timeout(500)  # what comes with loading is over
        slide = "([count, pace]) => costs.slide(document.querySelector('.gru'), count, costs[pace])"
        return page.evaluate(slide, [WARMING + EVENTS, pace])[WARMING:]


def _p50_p95(times: list[float]) -> tuple[float, float]:
    steps = quantiles(times, n=20, method="inclusive")
    return steps[9], steps[18]


def _figure(
    section: str, case: str, what: str, value: float, unit: str, goal: float | None = None
) -> Figure:
    return Figure(section=section, case=case, what=what, value=value, unit=unit, goal=goal)
