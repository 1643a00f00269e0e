"""Jobs that could not be delivered, kept on disk until `coverup resend`.

One file per job: a line of JSON that says what it is, then the job document, gzipped. The token is
in neither: it is added when the job is sent. A file appears whole or not at all, and only its owner
can read it (0600, in a folder of 0700).
"""

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from coverup.coveralls import job, whole
from coverup.coveralls.document import Document
from coverup.errors import ConfigError, InvalidReportError
from coverup.settings import Settings
from coverup.settings.table import JOB_FIELDS

SUFFIX: Final = ".job"
_MARK: Final = "coverup_spool"
_VERSION: Final = 1
_LONGEST_HEAD: Final = 65_536
"""Bytes in which the line of JSON ends."""
_OWN_HEADERS: Final = "x-coveralls-"
_TOKEN_KEY: Final = "repo_token"  # noqa: S105 - the key's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A job on disk: one of the spool, or a document that `report -o` wrote.

    Attributes:
        path: Its file.
        endpoint: The server it was meant for; None for a document.
        created: When it was kept, or when its tests ran (ISO 8601); "" if nobody knows.
        repository: Whose coverage it is (`owner/name`), "" if the document does not say.
        fields: What the document says of the job, without its source files.
        headers: What the report sent along.
        start: Where the compressed document starts in the file; None if it is not compressed.
    """

    path: Path
    endpoint: str | None = None
    created: str = ""
    repository: str = ""
    fields: Mapping[str, str | bool] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    start: int | None = None

    @property
    def spooled(self) -> bool:
        """Whether it is one of the spool, which goes away once it is delivered."""
        return self.endpoint is not None

    def document(self) -> bytes:
        """Return the job document, without a token.

        Raises:
            InvalidReportError: The file cannot be read, or is not whole.
        """
        try:
            content = self.path.read_bytes()
            if self.start is not None:
                return gzip.decompress(content[self.start :])
        except (OSError, EOFError, zlib.error) as error:
            raise _broken(self.path, error) from error
        return job.encode(_without_token(self.path, content)).plain()


def folder_of(settings: Settings) -> Path:
    """Return the spool's folder: what `--spool` says, or the system's place for state.

    Raises:
        ConfigError: The system has no such place, since the user has no home.
    """
    named = settings.text("spool")
    if named is not None:
        return Path(named)
    from platformdirs import user_state_path

    place = user_state_path("coverup", appauthor=False) / "spool"
    if not place.is_absolute():
        raise ConfigError("this user has no home to keep jobs in", hint="name one: --spool DIR")
    return place


def keep(
    folder: Path,
    document: Document,
    endpoint: str,
    headers: Mapping[str, str],
    now: datetime | None = None,
) -> Path:
    """Keep a job that could not be delivered, and return its file.

    Args:
        folder: The spool; made if it is not there.
        document: The job document without its token.
        endpoint: The server it is for: it goes to no other.
        headers: What is sent along, without credentials.
        now: The time, which names sort by.

    Raises:
        OSError: The folder cannot be written to.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole.sweep(folder)
    moment = now or datetime.now(tz=UTC)
    head = {
        _MARK: _VERSION,
        "created": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "endpoint": endpoint,
        "repository": repository_of(document.fields),
        "job": _fields(document.fields),
        "headers": _own(headers),
    }
    path = folder / f"{moment:%Y%m%dT%H%M%S.%fZ}-{token_hex(4)}{SUFFIX}"
    whole.write(path, json.dumps(head).encode() + b"\n" + document.gzipped())
    return path


def entries(folder: Path) -> list[Path]:
    """Return the files of the spool, oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.name)


def read(path: Path) -> Entry:
    """Read what a file says of its job: one of the spool, or a saved job document.

    Raises:
        InvalidReportError: It is neither, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEAD)
            head = _head(line)
            if head is None:
                document = _without_token(path, line + file.read())
                fields = _fields(document)
                return Entry(
                    path=path,
                    created=str(fields.get("run_at", "")),
                    repository=repository_of(document),
                    fields=fields,
                )
    except OSError as error:
        raise _broken(path, error) from error
    if head[_MARK] != _VERSION:
        problem = "a newer coverup has kept this job"
        raise InvalidReportError(path, problem, hint="use that version for `coverup resend`")
    return Entry(
        path=path,
        endpoint=str(head.get("endpoint", "")),
        created=str(head.get("created", "")),
        repository=str(head.get("repository", "")),
        fields=_fields(head.get("job")),
        headers=_own(head.get("headers")),
        start=len(line),
    )


def repository_of(document: Mapping[str, Any]) -> str:
    """Return whose coverage a document holds, as `owner/name` in lower case; "" if unknown."""
    name = document.get("repo_name")
    if not name:
        remotes = document.get("git", {}).get("remotes", [])
        urls = {remote["name"]: remote["url"] for remote in remotes}
        name = urls.get("origin") or next(iter(urls.values()), "")
    place = str(name).partition("://")
    path = (place[2].partition("/")[2] if place[1] else place[0].rpartition(":")[2]).lower()
    return path.strip("/").removesuffix(".git")


def _head(line: bytes) -> dict[str, object] | None:
    if not line.startswith(f'{{"{_MARK}"'.encode()):
        return None
    try:
        head = json.loads(line)
    except ValueError:
        return None
    return head if isinstance(head, dict) else None


def _without_token(path: Path, content: bytes) -> dict[str, object]:
    import orjson

    try:
        document = orjson.loads(content)
    except ValueError:
        document = None
    if not isinstance(document, dict) or "source_files" not in document:
        hint = "give a file of the spool, or one that `coverup report -o FILE` wrote"
        raise InvalidReportError(path, "is no job document", hint=hint)
    document.pop(_TOKEN_KEY, None)
    return document


def _fields(document: object) -> dict[str, str | bool]:
    known = document if isinstance(document, dict) else {}
    found = {name: known[name] for name in JOB_FIELDS if name in known}
    return {name: value for name, value in found.items() if isinstance(value, str | bool)}


def _own(headers: object) -> dict[str, str]:
    """Return the headers that say who sends; no others, which a file could smuggle in."""
    pairs = headers.items() if isinstance(headers, Mapping) else ()
    return {name: str(text) for name, text in pairs if name.lower().startswith(_OWN_HEADERS)}


def _broken(path: Path, error: Exception) -> InvalidReportError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "is not whole"
    return InvalidReportError(path, str(reason).lower())
