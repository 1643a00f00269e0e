"""A small Cobertura XML of what was measured, for reports of every format.

The rate at the root has four digits, so that the percentage which the server makes of it is the one
that coverup prints, to the last digit.

Source: https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from typing import Final

from coverup.errors import NoReportError
from coverup.model import FileCoverage, Totals, percent, totals_of
from coverup.pipeline.gather import Gathered

XML_NAME: Final = "coverage.xml"
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 may hold, not even as a reference: https://www.w3.org/TR/xml/#charsets"""


def coverage_xml(gathered: Gathered) -> bytes:
    """Return the XML, in UTF-8.

    Raises:
        NoReportError: Nothing is covered: the server takes 0 % for an error.
    """
    totals = gathered.totals()
    if not totals.covered_lines:
        raise NoReportError(
            f"0 of {totals.lines} lines are covered: the dashboard takes no report of 0 %, and "
            "removes the branch's earlier one when it gets it",
            hint="did the tests run? Send it when some line is covered",
        )
    return "\n".join(_document(gathered, totals)).encode()


def _document(gathered: Gathered, totals: Totals) -> Iterator[str]:
    folders: defaultdict[str, list[tuple[str, FileCoverage]]] = defaultdict(list)
    for name, file in gathered.files.items():
        folders[PurePosixPath(name).parent.as_posix()].append((name, file))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<coverage {_rates(totals)} {_counts(totals)} complexity="0" version="0" timestamp="0">'
    yield "<sources><source>.</source></sources>"
    yield "<packages>"
    for folder, files in sorted(folders.items()):
        measured = totals_of(file for _, file in files)
        yield f'<package name="{_text(folder)}" {_rates(measured)} complexity="0"><classes>'
        for name, file in files:
            yield from _class(name, file)
        yield "</classes></package>"
    yield "</packages>"
    yield "</coverage>\n"


def _class(name: str, file: FileCoverage) -> Iterator[str]:
    title = _text(PurePosixPath(name).name)
    rates = _rates(file.totals())
    yield f'<class name="{title}" filename="{_text(name)}" {rates} complexity="0"><methods/><lines>'
    branches: defaultdict[int, list[int]] = defaultdict(list)
    for (line, _, _), taken in file.all_branches().items():
        branches[line].append(taken)
    for number, hits in enumerate(file.lines, start=1):
        if hits is not None:
            yield f'<line number="{number}" hits="{hits}"{_condition(branches.get(number))}/>'
    yield "</lines></class>"


def _condition(branches: list[int] | None) -> str:
    if not branches:
        return ""
    taken = len(branches) - branches.count(0)
    share = f"{taken * 100 // len(branches)}% ({taken}/{len(branches)})"
    return f' branch="true" condition-coverage="{share}"'


def _rates(totals: Totals) -> str:
    lines = _rate(totals.covered_lines, totals.lines)
    return f'line-rate="{lines}" branch-rate="{_rate(totals.covered_branches, totals.branches)}"'


def _rate(covered: int, relevant: int) -> str:
    return f"{(percent(covered, relevant) or 0) / 100:.4f}"


def _counts(totals: Totals) -> str:
    return (
        f'lines-covered="{totals.covered_lines}" lines-valid="{totals.lines}" '
        f'branches-covered="{totals.covered_branches}" branches-valid="{totals.branches}"'
    )


def _text(text: str) -> str:
    """Return a text for an attribute; what XML cannot hold becomes a question mark in a box."""
    known = _NOT_IN_XML.sub("\ufffd", text)
    return escape(known).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
