"""The pages: an index, and one for each file."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib.resources import files as resources
from itertools import islice
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from coverup import __version__
from coverup.model import FileCoverage, Totals
from coverup.paths.sources import SourceText
from coverup.pipeline.gather import Gathered
from coverup.render.html.about import About
from coverup.render.html.folder import KEY, MARK
from coverup.render.html.highlight import html_lines
from coverup.render.html.lines import MeasuredLines, rows
from coverup.render.html.names import FILES, page_of, shown
from coverup.render.html.shares import Shares
from coverup.render.html.text import visible_text
from coverup.render.html.tree import trail, tree
from coverup.render.html.trend import trend
from coverup.render.html.workers import each, processes
from coverup.render.json import to_text
from coverup.render.json import totals as json_totals

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Pages take styles, scripts and images from their own folder and nothing from elsewhere."""
_STATIC: Final = ("icon.svg", "report.css", "report.js")
_CHUNK: Final = 1000
"""Lines of one table: what is far off the screen is not laid out (CSS content-visibility)."""
_MOST_DROPPED: Final = 1000
_SHORT: Final = 12
"""Digits of a commit's hash that tell it from all others."""


def write_pages(folder: Path, gathered: Gathered, about: About) -> None:
    """Write all pages and what they need into an empty folder.

    Raises:
        OSError: The folder cannot be written.
    """
    (folder / FILES).mkdir()
    for name in _STATIC:
        content = resources("coverup.render.html").joinpath("static", name).read_bytes()
        (folder / name).write_bytes(content)
    totals = {name: file.totals() for name, file in gathered.files.items()}
    jobs = [
        (name, file, gathered.sources.get(name), totals[name])
        for name, file in gathered.files.items()
    ]
    size = sum(len(source.text) for _, _, source, _ in jobs if source and source.text)
    each(partial(_write_file_page, folder, about), jobs, processes(size))
    whole = sum(totals.values(), start=Totals())
    _write(folder / "index.html", _index_page(gathered, totals, whole, about))
    mark = {KEY: __version__, "files": len(totals), "totals": json_totals(whole)}
    _write(folder / MARK, to_text(mark) + "\n")


def _index_page(gathered: Gathered, totals: dict[str, Totals], whole: Totals, about: About) -> str:
    return _template("index.html").render(
        **_common(about),
        root_path="",
        shares=Shares.of(whole),
        files=[
            (page_of(name), *_split(name), Shares.of(of_file)) for name, of_file in totals.items()
        ],
        root=tree(totals),
        trend=trend(about.earlier, whole),
        reports=[(shown(each.name), each.format_name) for each in gathered.reports],
        dropped=[(shown(e.path), e.reason) for e in gathered.dropped[:_MOST_DROPPED]],
        more_dropped=max(len(gathered.dropped) - _MOST_DROPPED, 0),
    )


def _write_file_page(
    folder: Path, about: About, job: tuple[str, FileCoverage, SourceText | None, Totals]
) -> None:
    name, file, source, totals = job
    measured = MeasuredLines(file)
    content = source.text if source else None
    texts = [] if content is None else html_lines(visible_text(content), name)
    page = _template("file.html").render(
        **_common(about),
        root_path="../",
        name=shown(name),
        label=_split(name)[1],
        trail=trail(name),
        shares=Shares.of(totals),
        stops=len(measured.stops),
        has_source=content is not None,
        chunks=_chunks(rows(measured, texts)),
    )
    _write(folder / page_of(name), page)


def _common(about: About) -> dict[str, Any]:
    return {
        "policy": POLICY,
        "version": __version__,
        "title": shown(about.title),
        "facts": [shown(fact) for fact in _facts(about) if fact],
    }


def _facts(about: About) -> Iterator[str | None]:
    yield about.branch
    yield about.commit and about.commit[:_SHORT]
    yield about.when and about.when.replace("T", " ").replace("Z", " UTC")


def _split(name: str) -> tuple[str, str]:
    """Return the folder of a file, with a slash at its end, and the rest of its name."""
    folder, slash, label = name.rpartition("/")
    return shown(folder + slash), shown(label)


def _chunks(lines: Iterable[str]) -> Iterator[Markup]:
    lines = iter(lines)
    while chunk := "".join(islice(lines, _CHUNK)):
        yield Markup(chunk)  # noqa: S704 - made by `rows` of numbers and escaped text


def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("coverup.render.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = "{:,}".format
    return environment


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
