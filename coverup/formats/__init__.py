"""The report formats that coverup reads, and how one is told from another.

Detection looks at content only and is positive: a format claims a file by what is in it, and no two
formats claim the same file (a test holds this over every sample), so the order here means nothing.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Final, cast

from coverup.errors import ConfigError, InvalidReportError
from coverup.formats._base import Format
from coverup.formats.file_names import REPORTS
from coverup.formats.source import Source
from coverup.model import FileCoverage


class _Formats:
    """The modules of the formats, each imported when it is reached: few are needed at a time."""

    def __iter__(self) -> Iterator[Format]:
        return map(_imported, REPORTS)


@cache
def _imported(name: str) -> Format:
    # That each module is a Format, mypy checks in tests/unit/formats/test_registry.py.
    return cast(Format, import_module(f"{__name__}.{name}"))


FORMATS: Final = _Formats()
"""What is supported: the formats of `coverup.formats.file_names.REPORTS`, in that order."""


def by_name(name: str) -> Format:
    """Return the format that `--format` names.

    Raises:
        ConfigError: No format has this name.
    """
    wanted = name.strip().lower()
    found = next((each for each in FORMATS if wanted in _spellings(each)), None)
    if found is None:
        raise _unknown(name)
    return found


def _spellings(form: Format) -> tuple[str, ...]:
    return (form.NAME, *form.ALIASES)


def _unknown(name: str) -> ConfigError:
    from difflib import get_close_matches

    names = [spelling for each in FORMATS for spelling in _spellings(each)]
    close = get_close_matches(name.lower(), names, n=1)
    hint = f"did you mean --format {close[0]}?" if close else f"known: {', '.join(names)}"
    return ConfigError(f"unknown format {name!r}", hint=hint)


def identify(source: Source) -> Format:
    """Return the one format that claims the source.

    Raises:
        InvalidReportError: It cannot be opened, is empty, is something else (the hint says what
            makes the right file), or is not a format that coverup knows.
    """
    if source.form is None:
        source.form = _identified(source)
    return source.form


def _identified(source: Source) -> Format:
    if not source.text_head.strip("\ufeff\0 \t\r\n") or source.json in ({}, []):
        raise EmptyReportError(source.name, "the report is empty")
    for each in FORMATS:
        if each.sniff(source):
            return each
    from coverup.formats.foreign import recognise

    other = recognise(source)
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
