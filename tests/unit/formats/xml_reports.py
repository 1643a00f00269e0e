"""What the tests of the XML formats share: reports from text, and what was read, in plain words."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from hypothesis import strategies as st

from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage, merge

DATA = Path(__file__).parents[2] / "data"

Measured: TypeAlias = dict[str, tuple[dict[int, int], dict[int, list[int]]]]
"""By path: the lines' hits, and the lines' numbers of branches and of taken ones."""


def report(content: str | bytes) -> Source:
    """Return a report with some content."""
    data = content if isinstance(content, bytes) else content.encode()
    return Source(Path("report.xml"), "report.xml", Path(), content=data)


def sample(*parts: str) -> Source:
    """Return a report below tests/data."""
    path = DATA.joinpath(*parts)
    return Source(path, parts[-1], path.parent)


def relevant(file: FileCoverage) -> dict[int, int]:
    """Return the hits of relevant lines."""
    return {line: hits for line, hits in enumerate(file.lines, start=1) if hits is not None}


def by_line(file: FileCoverage) -> dict[int, list[int]]:
    """Return [total, taken] branches of lines that have some."""
    found = groupby(sorted(file.all_branches().items()), key=lambda item: item[0][0])
    taken = {line: [hits > 0 for _, hits in branches] for line, branches in found}
    return {line: [len(flags), sum(flags)] for line, flags in taken.items()}


def merged(files: Iterable[FileCoverage]) -> dict[str, FileCoverage]:
    """Return files by path, each in one piece."""
    parts: defaultdict[str, list[FileCoverage]] = defaultdict(list)
    for file in files:
        parts[file.path].append(file)
    return {path: merge(each) for path, each in parts.items()}


def measured(form: Format, source: Source) -> Measured:
    """Read a report."""
    files = merged(form.read(source))
    return {path: (relevant(file), by_line(file)) for path, file in files.items()}


def measurements(*, hits: st.SearchStrategy[int]) -> st.SearchStrategy[Measured]:
    """Return a strategy for what a report may tell: files, hits of lines, counts of branches."""
    totals = st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
    names = st.text(alphabet="aé&<'\" .", min_size=1, max_size=5).map(lambda text: f"x{text}x.c")
    lines = st.dictionaries(st.integers(1, 60), hits, max_size=12)

    def with_branches(lines: dict[int, int]) -> st.SearchStrategy[tuple[object, object]]:
        places = st.sampled_from(sorted(lines)) if lines else st.nothing()
        branches = st.dictionaries(places, totals.map(list), max_size=4)
        return st.tuples(st.just(lines), branches if lines else st.just({}))

    return st.dictionaries(names, lines.flatmap(with_branches), max_size=4)  # type: ignore[arg-type]
