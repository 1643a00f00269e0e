"""The job document that Coveralls takes: one run of a test suite, with its source files.

Source: https://docs.coveralls.io/api-jobs-endpoint and the fields that the official client sends
beyond it. Unknown values are left out, never sent as null or "".
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final, NotRequired, TypedDict, cast

from coverup.coveralls.document import Document
from coverup.model import FileCoverage

if TYPE_CHECKING:
    import orjson

Job = dict[str, object]

_FILES: Final = "source_files"
_AT_ONCE: Final = 64
"""Source files that are encoded with one call: enough to make the calls themselves cheap."""


class SourceFile(TypedDict):
    """One file of the job, as it goes over the wire."""

    name: str
    source_digest: str
    coverage: list[int | None]
    branches: NotRequired["list[int] | orjson.Fragment"]
    source: NotRequired[str]


def source_file(
    name: str, digest: str, measured: FileCoverage, source: bytes | None = None
) -> SourceFile:
    """Return one file of the job.

    Args:
        name: The file relative to the repository's root, with `/`.
        digest: MD5 of the file's bytes, in hexadecimal.
        measured: Lines at the source's length, and branches.
        source: The file's content, for servers that cannot fetch it themselves.
    """
    entry = SourceFile(name=name, source_digest=digest, coverage=measured.lines)
    packed = measured.packed_branches
    if packed and packed.array:
        import orjson

        # It is an array of JSON already, of the very numbers and in the very order.
        entry["branches"] = orjson.Fragment(packed.array)
    elif branches := measured.flat_branches():
        entry["branches"] = branches
    if source is not None:
        entry["source"] = source.decode("utf-8", errors="replace")
    return entry


def build(
    fields: Mapping[str, str | bool],
    git: Mapping[str, object],
    source_files: Iterable[SourceFile],
) -> Job:
    """Return the job document without its token, the keys in their documented order.

    Args:
        fields: The settings of the job, in the document's order; `parallel` false is left out.
        git: Head, branch and remotes; empty without git.
        source_files: Each file once; they are encoded as they come, and need never be all there.
    """
    job: Job = {name: value for name, value in fields.items() if value not in ("", None, False)}
    if git:
        job["git"] = dict(git)
    job[_FILES] = source_files
    return job


def encode(job: Mapping[str, object]) -> Document:
    """Encode a document without a token: each source file is compressed as soon as it is there.

    Text that is no Unicode (a commit message or path in another encoding) is replaced, never
    refused: the document is always valid UTF-8.

    Args:
        job: The document's keys; `source_files` goes last. If that is an iterator, it is used up.
    """
    fields = {key: _unicode(value) for key, value in job.items() if key != _FILES}
    pieces = _pieces(fields, cast("Iterable[object] | None", job.get(_FILES)))
    return Document.packed(pieces, fields)


def _pieces(
    fields: Mapping[str, object], source_files: Iterable[object] | None
) -> "Iterator[bytes | memoryview]":
    """Yield the text of a document, without its first brace."""
    import orjson

    text = orjson.dumps(fields)[1:-1]
    yield text
    if source_files is not None:
        yield b',"source_files":[' if text else b'"source_files":['
        files = iter(source_files)
        separator = b""
        while batch := list(islice(files, _AT_ONCE)):
            yield separator
            yield memoryview(_json(batch))[1:-1]
            separator = b","
        yield b"]"
    yield b"}"


def _json(value: object) -> bytes:
    import orjson

    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_unicode(value))


def _unicode(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _unicode(each) for key, each in value.items()}
    if isinstance(value, list) and value and not isinstance(value[0], int | None):
        return [_unicode(each) for each in value]
    return value
