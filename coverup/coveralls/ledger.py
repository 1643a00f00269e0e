"""The ledger: which jobs of a parallel build were sent from here.

Coveralls does not document any way to ask which jobs an open build has. So each upload leaves a
small file in a folder of its build, and `coverup done --expect` counts them. Each job is a file of
its own, so that jobs that run at once need no lock, and folders of several machines can be joined
by copying.
"""

import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from coverup.coveralls import whole
from coverup.settings import Settings

FOLDER: Final = "ledger"
"""The folder's name, within the spool's."""
KEPT: Final = 30 * 24 * 3600.0
"""Seconds after which nobody closes a build any more."""
_SUFFIX: Final = ".json"
_NAME: Final = 32
"""Hexadecimal digits of a name: 128 bits never meet by chance."""


@dataclass(frozen=True, slots=True)
class Part:
    """A job that was sent: its flag, and its id at the CI."""

    flag: str | None
    job_id: str | None


def record(
    spool: Path, settings: Settings, job: Mapping[str, object], now: float | None = None
) -> bool:
    """Note that a job was accepted; what has no build number, or is not parallel, is not noted.

    A job that is sent again under the same flag and id stays one. A ledger that cannot be written
    does not stop an upload.

    Args:
        spool: The spool's folder (`spool.folder_of`).
        settings: Whose server and token.
        job: The fields of the job document.
        now: The time in seconds since 1970, to forget old builds by.

    Returns:
        Whether it is noted.
    """
    if not job.get("service_number") or not job.get("parallel"):
        return False
    flag, job_id = _text(job.get("flag_name")), _text(job.get("service_job_id"))
    known = f"{flag}\0{job_id}" if flag or job_id else token_hex()
    folder = _folder(spool, settings, job)
    content = {"flag_name": flag, "service_job_id": job_id}
    try:
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        for private in (folder.parent, folder):
            private.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            whole.write(folder / f"{_digest(known)}{_SUFFIX}", json.dumps(content).encode())
    except OSError:
        return False
    _forget(spool / FOLDER, time.time() if now is None else now)
    return True


def sent(spool: Path, settings: Settings) -> tuple[Part, ...]:
    """Return the jobs of the settings' build that were noted here."""
    folder = _folder(spool, settings, settings.job_fields())
    parts = (_part(path) for path in sorted(folder.glob(f"*{_SUFFIX}")))
    return tuple(part for part in parts if part is not None)


def _folder(spool: Path, settings: Settings, job: Mapping[str, object]) -> Path:
    """Return the folder of a job's build.

    Build numbers of two repositories may be the same. Where the CI does not tell the repository,
    its token tells them apart; nobody can find the token in the name, which is a digest of all.
    """
    token = settings.token.reveal() if settings.token else ""
    fields = ("service_number", "service_attempt")
    number, attempt = (_text(job.get(name)) or "" for name in fields)
    whose = _text(job.get("repo_name")) or token
    return spool / FOLDER / _digest(f"{settings.endpoint}\0{whose}\0{number}\0{attempt}")


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:_NAME]


def _part(path: Path) -> Part | None:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict):
        return None
    return Part(_text(content.get("flag_name")), _text(content.get("service_job_id")))


def _forget(ledger: Path, now: float) -> None:
    with suppress(OSError):
        for folder in ledger.iterdir():
            if folder.stat().st_mtime < now - KEPT:
                shutil.rmtree(folder, ignore_errors=True)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
