"""Coveralls' own job documents, as tools write them for its API.

Only `source_files` is read. Tokens, git and CI data in a document are those of whoever made it, and
stay there. https://docs.coveralls.io/api-reference
"""

from collections.abc import Iterator
from hashlib import md5
from typing import Final, TypeGuard

from coverup.errors import InvalidReportError
from coverup.formats._counts import hits_of, line_of
from coverup.formats._json import line_hits, take_branches
from coverup.formats.notes import Notes
from coverup.formats.source import Source
from coverup.model import MAX_HITS, BranchKey, FileCoverage

NAME = "coveralls"
ALIASES = ("coveralls-json", "excoveralls")
TITLE = "Coveralls JSON"
TOOLS = "gcovr, grcov, ExCoveralls, coveralls-python, tarpaulin, bisect_ppx, php-coveralls"
MAPPING = (
    "Only `source_files`: name, coverage and branches. Tokens, git, service data and embedded "
    "sources are left out: they are the other sender's. A digest that differs from the file "
    "here is warned of."
)
RANK = 48
JOINED = False

FIELDS: Final = 4
"""Numbers per branch: line, block, branch, hits."""


def sniff(source: Source) -> bool:
    """Tell by the list of source files."""
    return _is_job(source.json)


def read(source: Source) -> Iterator[FileCoverage]:
    """Yield the source files; their sources are compared with the digests in the document.

    Raises:
        InvalidReportError: The document cannot be opened, or has no list of source files.
    """
    job = source.json
    if not _is_job(job):
        hint = "name a JSON document with source_files, or leave out --format"
        raise InvalidReportError(source.name, "not a job of Coveralls", hint=hint)
    changed: list[str] = []
    for entry in job["source_files"]:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(name, str) or not name:
            source.notes.skip("source file without a name")
            continue
        yield _file(name, entry, source.notes)
        if _is_changed(name, entry.get("source_digest"), source):
            changed.append(name)
    if changed:
        problem = f"measured of other versions of {len(changed)} sources, such as {changed[0]}"
        source.notes.remark(f"{problem} (source_digest); make the report anew")


def _is_job(document: object) -> TypeGuard[dict[str, list[object]]]:
    return isinstance(document, dict) and isinstance(document.get("source_files"), list)


def _file(name: str, entry: dict[str, object], notes: Notes) -> FileCoverage:
    cells = entry.get("coverage")
    if isinstance(cells, str):
        cells = _unpacked(cells)
    if not isinstance(cells, list):
        notes.skip("coverage is not a list")
        cells = []
    file = FileCoverage(name, line_hits(cells, notes))
    take_branches(file, _branches(entry.get("branches"), notes), notes)
    return file


def _unpacked(text: str) -> object:
    """Return the list that old clients wrote as text; None if the text is no JSON."""
    import orjson

    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _branches(numbers: object, notes: Notes) -> Iterator[tuple[BranchKey, int]]:
    if numbers is None:
        return
    if not isinstance(numbers, list) or len(numbers) % FIELDS:
        notes.skip("branches are not groups of four numbers")
        return
    for line, block, branch, count in zip(*[iter(numbers)] * FIELDS, strict=True):
        number = line_of(line, notes)
        if number is None:
            continue
        if not (_is_id(block) and _is_id(branch)):
            notes.skip("branch without block or id")
            continue
        hits = hits_of(count, notes)
        if hits is not None:
            yield (number, block, branch), hits


def _is_id(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= MAX_HITS


def _is_changed(name: str, digest: object, source: Source) -> bool:
    """Tell whether the source is here and not the measured one; line ends make no difference."""
    located = source.locate(name) if isinstance(digest, str) and digest else None
    if located is None:
        return False
    try:
        content = located.read_bytes()
    except OSError:
        return False
    texts = (content, content.replace(b"\r\n", b"\n"))
    return digest not in {md5(text, usedforsecurity=False).hexdigest() for text in texts}
