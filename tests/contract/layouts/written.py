"""Reports of one covered and one missed line per file, in several formats."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.contract.layouts.layout import Kind, Layout, Report

Lines = tuple[int, int]
"""A line that is covered and one that is missed."""
Measured = Iterable[tuple[str, Lines]]

SOURCE: Final = "".join(f"line {number}\n" for number in range(1, 31))
"""The text of every source."""
PROJECTS: Final[Mapping[str, str]] = {
    "pyproject.toml": '[project]\nname = "shop"\n',
    "setup.cfg": "[metadata]\nname = shop\n",
    "setup.py": "from setuptools import setup\n",
    "Cargo.toml": '[package]\nname = "tool"\n',
    "package.json": "{}\n",
    "composer.json": "{}\n",
    "pom.xml": "<project/>\n",
}
"""Texts of files that tools, and coverup, read; a layout may have others."""
HALF: Final = 15
"""Covered lines are in the first half of a source, missed ones in the second."""


def lines_of(index: int) -> Lines:
    """Return lines that tell apart up to 225 paths, of one report or of several."""
    return 1 + index % HALF, 1 + HALF + index // HALF % HALF


def text_of(layout: Layout, name: str) -> str:
    """Return the text of a file of a layout."""
    return layout.files.get(name, PROJECTS.get(name.rpartition("/")[2], SOURCE))


def written(report: Report, paths: Measured) -> str:
    """Return the text of a report."""
    return WRITERS[report.kind](report, paths)


def _lcov(_report: Report, paths: Measured) -> str:
    return "".join(
        f"TN:\nSF:{path}\nDA:{covered},1\nDA:{missed},0\nend_of_record\n"
        for path, (covered, missed) in paths
    )


def _cobertura(report: Report, paths: Measured) -> str:
    sources = "".join(f"<source>{escape(each)}</source>" for each in report.sources)
    classes = "".join(
        f'<class name="c" filename={quoteattr(path)}><methods/><lines>'
        f'<line number="{covered}" hits="1"/><line number="{missed}" hits="0"/></lines></class>'
        for path, (covered, missed) in paths
    )
    return (
        f'<?xml version="1.0"?>\n<coverage line-rate="0.5"><sources>{sources}</sources><packages>'
        f'<package name="p"><classes>{classes}</classes></package></packages></coverage>'
    )


def _clover(report: Report, paths: Measured) -> str:
    files = "".join(
        f"<file {_clover_names(path, report.names)}>"
        f'<line num="{covered}" type="stmt" count="1"/>'
        f'<line num="{missed}" type="stmt" count="0"/></file>'
        for path, (covered, missed) in paths
    )
    return f'<?xml version="1.0"?>\n<coverage generated="1"><project>{files}</project></coverage>'


def _clover_names(path: str, names: Mapping[str, str]) -> str:
    if path in names:
        return f"name={quoteattr(names[path])} path={quoteattr(path)}"
    return f"name={quoteattr(path)}"


def _jacoco(_report: Report, paths: Measured) -> str:
    return (
        f'<report name="all">{"".join(_source_file(path, lines) for path, lines in paths)}</report>'
    )


def _source_file(path: str, lines: Lines) -> str:
    grouped, _, rest = path.rpartition(">")
    package, _, name = rest.rpartition("/")
    covered, missed = lines
    groups = grouped.split("/") if grouped else []
    return (
        "".join(f"<group name={quoteattr(each)}>" for each in groups)
        + f"<package name={quoteattr(package)}><sourcefile name={quoteattr(name)}>"
        f'<line nr="{covered}" mi="0" ci="2" mb="0" cb="0"/>'
        f'<line nr="{missed}" mi="2" ci="0" mb="0" cb="0"/></sourcefile></package>'
        + "</group>"
        * len(groups)
    )


def _go(_report: Report, paths: Measured) -> str:
    blocks = "".join(
        f"{path}:{covered}.1,{covered}.9 1 1\n{path}:{missed}.1,{missed}.9 1 0\n"
        for path, (covered, missed) in paths
    )
    return f"mode: set\n{blocks}"


def _coveragepy_json(_report: Report, paths: Measured) -> str:
    meta = {"format": 3, "version": "7.6.10", "branch_coverage": False, "show_contexts": False}
    files = {
        path: {"executed_lines": [covered], "missing_lines": [missed], "excluded_lines": []}
        for path, (covered, missed) in paths
    }
    return json.dumps({"meta": meta, "files": files})


WRITERS: Final[Mapping[Kind, Callable[[Report, Measured], str]]] = {
    "lcov": _lcov,
    "cobertura": _cobertura,
    "clover": _clover,
    "jacoco": _jacoco,
    "go": _go,
    "coveragepy-json": _coveragepy_json,
}
