"""The report formats that coverup reads, and how one is told from another.

Detection looks at content only and is positive: a format claims a file by what is in it, and no two
formats claim the same file (a test holds this over every sample), so the order here means nothing.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from coverup.errors import ConfigError, InvalidReportError
from coverup.formats import (
    clover,
    cobertura,
    codecov_json,
    covdir,
    coveragepy,
    coveragepy_json,
    coveralls_json,
    dart,
    dlang,
    dotcover,
    fastcov,
    foreign,
    gcov,
    gcov_intermediate,
    gcov_json,
    gcovr_json,
    gocover,
    istanbul,
    jacoco,
    lcov,
    llvm_json,
    llvm_text,
    luacov,
    opencover,
    scoverage,
    simplecov,
    simplecov_json,
    sonarqube,
    tarpaulin,
    visual_studio,
    xccov,
)
from coverup.formats._base import Format
from coverup.formats.source import Source
from coverup.model import FileCoverage

FORMATS: Final[tuple[Format, ...]] = (
    lcov,
    coveragepy,
    coveragepy_json,
    cobertura,
    simplecov,
    simplecov_json,
    gocover,
    clover,
    jacoco,
    gcov,
    gcov_json,
    gcov_intermediate,
    coveralls_json,
    istanbul,
    luacov,
    llvm_json,
    llvm_text,
    opencover,
    gcovr_json,
    fastcov,
    xccov,
    codecov_json,
    sonarqube,
    scoverage,
    tarpaulin,
    covdir,
    visual_studio,
    dotcover,
    dlang,
    dart,
)
"""What is supported, roughly by how many projects use it."""


def by_name(name: str) -> Format:
    """Return the format that `--format` names.

    Raises:
        ConfigError: No format has this name.
    """
    names = {spelling: each for each in FORMATS for spelling in (each.NAME, *each.ALIASES)}
    found = names.get(name.strip().lower())
    if found is None:
        close = get_close_matches(name.lower(), names, n=1)
        hint = f"did you mean --format {close[0]}?" if close else f"known: {', '.join(names)}"
        raise ConfigError(f"unknown format {name!r}", hint=hint)
    return found


def identify(source: Source) -> Format:
    """Return the one format that claims the source.

    Raises:
        InvalidReportError: It cannot be opened, is empty, is something else (the hint says what
            makes the right file), or is not a format that coverup knows.
    """
    if not source.text_head.strip("\ufeff\0 \t\r\n") or source.json in ({}, []):
        raise EmptyReportError(source.name, "the report is empty")
    for each in FORMATS:
        if each.sniff(source):
            return each
    other = foreign.recognise(source)
    if other is not None:
        raise ForeignFileError(source.name, other.what, hint=other.hint)
    hint = "force the format with --format NAME if you know it"
    raise UnknownFormatError(source.name, "not a known coverage format", hint=hint)


def read(form: Format, source: Source) -> Iterator[FileCoverage]:
    """Yield what the source measured, each file in one piece.

    A report may list a file several times (once per test, class or template instance). Such parts
    merge here when they follow one another; the rest merge after their paths are resolved.
    """
    pending: FileCoverage | None = None
    for part in form.read(source):
        if pending and _same_file(pending, part):
            pending.absorb(part)
            continue
        if pending:
            yield pending
        pending = part
    if pending:
        yield pending


def _same_file(one: FileCoverage, other: FileCoverage) -> bool:
    """Tell whether two parts are of one file: a name may be there in several folders."""
    return (one.path, one.bases, one.counted) == (other.path, other.bases, other.counted)


class EmptyReportError(InvalidReportError):
    """The file has no content; coverage tools write this when nothing was measured."""


class ForeignFileError(InvalidReportError):
    """The file is no coverage report that coverup reads."""


class UnknownFormatError(ForeignFileError):
    """Nobody knows what the file is."""
