"""Cobertura XML of any measurement, for the coverage view of GitLab, Azure Pipelines and Jenkins.

The grammar is https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd. It is not
named in a DOCTYPE: some readers would fetch it from the network, and its old place is gone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from coverup import __version__
from coverup.formats.cobertura import BRANCHES
from coverup.model import FileCoverage, Totals, percent
from coverup.render.escapes import of_xml

GITLAB_LIMIT: Final = 10 * 1024 * 1024
"""Bytes; GitLab ignores larger files.

Source: https://docs.gitlab.com/ci/testing/code_coverage/coverage_visualization/#limits
"""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def cobertura(files: Mapping[str, FileCoverage], *, milliseconds: int) -> bytes:
    """Return the XML of what was measured, in UTF-8.

    Each line is there once, under the file's name in the repository, so that a reader that adds up
    what it finds comes to the same hits. Branches of a line that is not relevant, which the grammar
    has no place for, are in a processing instruction: coverup reads it, others pass over it.

    Args:
        files: What was measured, by name.
        milliseconds: The time since 1970 that the report names as its own.
    """
    classes = [_Class.of(name, files[name]) for name in sorted(files, key=_place)]
    totals = sum((each.totals for each in classes), start=Totals())
    parts = [_HEAD, _root(totals, milliseconds), "<sources>", "<source>.</source>", "</sources>"]
    parts.append("<packages>")
    for folder, members in groupby(classes, key=lambda each: _place(each.name)[0]):
        parts += _package(folder, list(members))
    parts += ["</packages>", "</coverage>", ""]
    return "\n".join(parts).encode()


@dataclass(frozen=True, slots=True)
class _Class:
    """One file, in the words of Cobertura.

    Attributes:
        name: Its name in the repository.
        lines: Hits by line, as in `FileCoverage`.
        branches: (total, taken) of each line that has any.
        totals: Its lines and branches.
    """

    name: str
    lines: list[int | None]
    branches: dict[int, tuple[int, int]]
    totals: Totals

    @classmethod
    def of(cls, name: str, file: FileCoverage) -> "_Class":
        counted: defaultdict[int, list[bool]] = defaultdict(list)
        for (line, _, _), hits in file.all_branches().items():
            counted[line].append(hits > 0)
        branches = {line: (len(taken), sum(taken)) for line, taken in counted.items()}
        return cls(name, file.lines, branches, file.totals())


def _root(totals: Totals, milliseconds: int) -> str:
    counts = (
        f'lines-valid="{totals.lines}" lines-covered="{totals.covered_lines}" '
        f'branches-valid="{totals.branches}" branches-covered="{totals.covered_branches}"'
    )
    version = of_xml(f"coverup {__version__}")
    return f'<coverage {_rates(totals)} {counts} version="{version}" timestamp="{milliseconds}">'


def _package(folder: str, classes: list[_Class]) -> Iterator[str]:
    totals = sum((each.totals for each in classes), start=Totals())
    name = of_xml(folder.replace("/", ".") or ".")
    yield f'<package name="{name}" {_rates(totals)}>'
    yield "<classes>"
    for each in classes:
        name, filename = of_xml(_place(each.name)[1]), of_xml(each.name)
        yield f'<class name="{name}" filename="{filename}" {_rates(each.totals)}>'
        yield "<methods/>"
        yield "<lines>"
        yield from _lines(each)
        yield "</lines>"
        yield "</class>"
    yield "</classes>"
    yield "</package>"


def _lines(each: _Class) -> Iterator[str]:
    branches = each.branches
    for number, hits in enumerate(each.lines, start=1):
        if hits is None:
            if number in branches:
                total, taken = branches[number]
                yield f"<?{BRANCHES} {number} ({taken}/{total})?>"
        elif number in branches:
            total, taken = branches[number]
            share = f"{_whole_percent(taken, total)}% ({taken}/{total})"
            counted = f'branch="true" condition-coverage="{share}"'
            yield f'<line number="{number}" hits="{hits}" {counted}/>'
        else:
            yield f'<line number="{number}" hits="{hits}"/>'


def _rates(totals: Totals) -> str:
    lines = _rate(totals.covered_lines, totals.lines)
    branches = _rate(totals.covered_branches, totals.branches)
    return f'line-rate="{lines}" branch-rate="{branches}" complexity="0"'


def _rate(covered: int, relevant: int) -> str:
    """Return a share of 1, which Cobertura takes for that of nothing too."""
    share = percent(covered, relevant)
    return "1" if share is None else f"{share / 100:.4f}".rstrip("0").rstrip(".")


def _whole_percent(taken: int, total: int) -> int:
    """Return a percentage that is 0 only for none, and 100 only for all."""
    return max(taken * 100 // total, min(taken, 1))


def _place(name: str) -> tuple[str, str]:
    """Return a file's folder and its name there; files of one folder follow one another."""
    folder, _, base = name.rpartition("/")
    return folder, base
