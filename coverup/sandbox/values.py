"""The small checks that the rules of jobs, git data and source files are made of."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from coverup.sandbox.understood import Findings

_HEX: Final = re.compile(r"[0-9a-fA-F]{7,64}")
_OFFSET: Final = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_UTC: Final = re.compile(r"\s+(?:UTC|GMT|Z)$")
_SHOWN: Final = 60


def shown(value: object) -> str:
    """Return a value for a message: as JSON, cut after 60 characters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def text_of(value: object, place: str, findings: Findings) -> str | None:
    """Return a string; note null and empty ones, and refuse everything else."""
    if isinstance(value, str) and value.strip():
        return value
    if value is None or isinstance(value, str):
        kind = "null" if value is None else "empty"
        findings.remark(f"{place} is {kind}: a value that is not known should be left out")
    else:
        findings.problem(f"{place} must be a string, not {shown(value)}")
    return None


def note_unknown(keys: Iterable[str], known: Iterable[str], place: str, findings: Findings) -> None:
    """Remark on keys that no document of Coveralls and no known client names."""
    for key in sorted(set(keys).difference(known)):
        findings.remark(f"unknown key {shown(key)} in {place}")


def is_commit(text: str) -> bool:
    """Tell whether a text can be a commit: 7 to 64 hexadecimal digits."""
    return _HEX.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Tell whether a text is a time that Ruby can parse: ISO 8601, RFC 2822 or Ruby's own."""
    iso = _OFFSET.sub("", _UTC.sub("+00:00", text.strip()))
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        try:
            parsedate_to_datetime(text)
        except ValueError:
            return False
    return True
