"""The files a page loads besides its HTML: found in the package, named by their contents.

A published name holds a hash of the contents, so a browser may keep the file for ever and the
whole book shares one copy. Modules keep their imports; only the names in them change.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from gru_course import palette
from gru_course.widgets import bundle
from gru_press.book.pages import course_picture
from gru_press.book.theme.minify import small
from gru_press.book.vendor import PLOTLY

HASH_LENGTH = 10
BOOK = Path(__file__).parent
IMPORT = re.compile(r'(?<=from ")\.{1,2}/(?:\w+/)*([\w-]+\.js)(?=";)')
WORKER = """\
function {name}() {{
  return new Worker(new URL("./{file}", import.meta.url), {{ type: "module" }});
}}
"""


@dataclass(frozen=True)
class Assets:
    """Published files: `names` maps a source name to its published one, `contents` the rest.

    needs: for every source name, the modules that it imports, each after its own imports.
    workers: for a source name, the modules that it starts on demand.
    """

    names: dict[str, str]
    contents: dict[str, str]
    needs: dict[str, tuple[str, ...]]
    workers: dict[str, tuple[str, ...]]

    def modules(self, entry: str) -> list[str]:
        """Published names of the module `entry` and of all that it imports."""
        return [self.names[name] for name in (*self.needs[entry], entry)]

    def stylesheets(self, entry: str) -> list[str]:
        """Published stylesheets of a widget: the common one, then those named like its modules."""
        wanted = ["widget.css"]
        wanted += [name.removesuffix(".js") + ".css" for name in (*self.needs[entry], entry)]
        return [self.names[name] for name in wanted if name in self.names]

    @property
    def partners(self) -> dict[str, list[str]]:
        """By the published name of a module, all files that its workers need."""
        return {
            self.names[name]: [file for worker in workers for file in self.modules(worker)]
            for name, workers in self.workers.items()
        }

    def with_file(self, name: str, text: str) -> "Assets":
        """These files and one more, a script or stylesheet that was made during the build."""
        text = small(name, text)
        published = hashed(name, text.encode())
        named = replace(self, names={**self.names, name: published})
        return named.with_published({published: text})

    def with_published(self, files: dict[str, str]) -> "Assets":
        """These files and more, texts by the names under which pages ask for them."""
        return replace(self, contents={**self.contents, **files})

    def write(self, folder: Path) -> None:
        """Write all files to `folder`, and remove what an earlier version left there."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.contents.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        for old in folder.glob(f"*.{'?' * HASH_LENGTH}.*"):
            if old.name not in self.contents:
                old.unlink()


def collect() -> Assets:
    """Read every module and stylesheet of the widgets and of the book, and name them.

    Raises ValueError for an import of a module that does not exist, or that leads back to itself.
    """
    names: dict[str, str] = {}
    contents: dict[str, str] = {}
    needs: dict[str, tuple[str, ...]] = {}
    workers: dict[str, tuple[str, ...]] = {}
    sources = texts()

    def publish(name: str, importers: tuple[str, ...] = ()) -> str:
        if name in importers:
            raise ValueError(f"modules must not import in a circle, got {(*importers, name)}")
        if name not in sources:
            raise ValueError(f"{importers[-1]} must import an existing module, got {name!r}")
        if name not in names:
            text = sources[name]
            found: dict[str, None] = {}
            for imported in IMPORT.findall(text):
                publish(imported, (*importers, name))
                found.update(dict.fromkeys((*needs[imported], imported)))
            started = tuple(worker for _, worker in bundle.WORKER.findall(text))
            for worker in started:  # on demand, so not needed yet
                publish(worker, (*importers, name))
            if started:
                workers[name] = started
            needs[name] = tuple(found)
            text = IMPORT.sub(lambda match: f"./{names[match[1]]}", text)
            text = bundle.WORKER.sub(lambda match: _worker(match[1], names[match[2]]), text)
            text = small(name, text)
            names[name] = hashed(name, text.encode())
            contents[names[name]] = text
        return names[name]

    for name in sources:
        publish(name)
    return Assets(names, contents, needs, workers)


def _worker(name: str, file: str) -> str:
    return WORKER.format(name=name, file=file)


def write_hashed(folder: Path, name: str, text: str) -> str:
    """Write one more file to the folder of the assets, named by its contents; return that name."""
    published = hashed(name, text.encode())
    (folder / published).write_text(text, encoding="utf-8", newline="\n")
    return published


def hashed(name: str, content: bytes) -> str:
    """The name with a hash of the content before its suffix."""
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.{suffix}"


def texts() -> dict[str, str]:
    """Every module and stylesheet by its name, before it is made small."""
    own = {path.name: path for path in sorted((BOOK / "browser").iterdir())}
    paths = bundle.files() | own
    sources = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    looks = [
        sources["book.css"],
        sources.pop("access.css"),
    ]  # one file: each is fetched at the start
    sources["book.css"] = "".join([palette.css_variables(), _equations_in_the_dark(), *looks])
    sources["figure_settings.js"] = _figure_settings()
    sources["favicon.svg"] = course_picture.svg()
    return sources


def _equations_in_the_dark() -> str:
    """Equations carry the light colours, `{\\color{#7A1FD6}{z_t}}`; this turns them on dark pages.

    The colour stands in a style attribute, spelt as in the formula.
    """
    rules = []
    for ink in palette.INKS:
        coloured = f'mjx-container [style*="color: {ink.light}" i]'
        rules.append(f'html[data-theme="dark"] {coloured}{{color:{ink.dark} !important}}\n')
    return "".join(rules)


def _figure_settings() -> str:
    """Plotly's file, and for each light colour the dark one that takes its place."""
    pairs = "".join(f'  "{ink.light.lower()}": "{ink.dark}",\n' for ink in palette.INKS)
    return f'export const plotlyFile = "{PLOTLY}";\nexport const darkOf = {{\n{pairs}}};\n'
