"""The job document that Coveralls takes: one run of a test suite, with its source files.

Source: https://docs.coveralls.io/api-jobs-endpoint and the fields that the official client sends
beyond it. Unknown values are left out, never sent as null or "".
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, NotRequired, TypedDict
from zlib import compressobj

from coverup.model import FileCoverage
from coverup.values import Secret

GZIP_LEVEL: Final = 4
"""Measured (docs/explanation/what-is-sent.md): above 4, time grows faster than bytes shrink."""

Job = dict[str, object]


class SourceFile(TypedDict):
    """One file of the job, as it goes over the wire."""

    name: str
    source_digest: str
    coverage: list[int | None]
    branches: NotRequired[list[int]]
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
    branches = measured.all_branches()
    if branches:
        entry["branches"] = list(chain.from_iterable((*key, branches[key]) for key in branches))
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
        source_files: Each file once.
    """
    job: Job = {name: value for name, value in fields.items() if value not in ("", None, False)}
    if git:
        job["git"] = dict(git)
    job["source_files"] = list(source_files)
    return job


def encode(job: Job) -> bytes:
    """Return the document as JSON, without a token.

    Text that is no Unicode (a commit message or path in another encoding) is replaced, never
    refused: the document is always valid UTF-8.
    """
    import orjson

    try:
        return orjson.dumps(job)
    except TypeError:
        return orjson.dumps(_unicode(job))


def with_token(document: bytes, token: Secret) -> bytes:
    """Return the encoded document with the token as its first key, without encoding it again."""
    import orjson

    return b'{"repo_token":' + orjson.dumps(_unicode(token.reveal())) + b"," + document[1:]


def gzip(document: bytes) -> bytes:
    """Compress a document; the same document always gives the same bytes (no time stamp)."""
    packer = compressobj(GZIP_LEVEL, wbits=31)
    return packer.compress(document) + packer.flush()


def _unicode(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _unicode(each) for key, each in value.items()}
    if isinstance(value, list) and value and not isinstance(value[0], int | None):
        return [_unicode(each) for each in value]
    return value
