"""What the values of CI variables mean: the number of a pull request, a branch, a commit, a link.

Every function takes text as a CI service or a user wrote it and answers None when it says nothing,
so that the next source can be asked. `tests/unit/ci/test_texts.py` lists the spellings.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

FALSE: Final = frozenset({"", "false", "0", "no", "off"})
_UNEXPANDED: Final = re.compile(r"\$(?:\(.*\)|\{.*\})", re.DOTALL)
_REQUEST: Final = re.compile(
    r"(?<![a-z0-9])(?:pulls?|pull-requests|merge[_-]requests|pr)[/-]([0-9]+)(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_LAST_NUMBER: Final = re.compile(r"([0-9]+)/?\Z")
_REF_PREFIX: Final = re.compile(r"refs/(?:heads|tags|remotes/[^/]+)/")
_REQUEST_REF: Final = ("refs/pull/", "refs/pull-requests/", "refs/merge-requests/")
_DETACHED: Final = ("(HEAD detached", "(no branch")
_COMMIT: Final = re.compile(r"[0-9a-fA-F]{7,64}")
_CREDENTIALS: Final = re.compile(r"(?<=://)[^/?#@\s]*@")
_WEB: Final = re.compile(
    r"https?://(?:[\w.%~-]+|\[[\da-f:.]+\])(?::\d*)?(?:[/?#][^\x00-\x1f\x7f]*)?",
    re.IGNORECASE,
)
_HOLE: Final = re.compile(r"\$[({]")


def truth(text: str) -> bool:
    """Tell whether a switch is on: anything but nothing, `false`, `0`, `no` and `off`."""
    return text.strip().lower() not in FALSE


def meaningful(text: str) -> str | None:
    """Return text without space around it; None if it is empty or a macro nobody replaced.

    Azure Pipelines passes the unset `$(System.PullRequest.PullRequestId)` on as it stands. Bytes
    that were not UTF-8 become `?`: a JSON document cannot hold them.
    """
    text = text.encode(errors="replace").decode().strip()
    return None if not text or _UNEXPANDED.fullmatch(text) else text


def pull_request_number(text: str) -> str | None:
    """Return the number of a pull or merge request from a number, a reference or a URL of it."""
    text = meaningful(text) or ""
    found = _REQUEST.findall(text) or _LAST_NUMBER.findall(text)
    return (found[-1].lstrip("0") or None) if found else None


def branch_name(ref: str) -> str | None:
    """Return the branch or tag that a ref names; None for a detached HEAD and a pull request's ref.

    A remote's name in front (`origin/main`) stays: without `refs/remotes/` it cannot be told from
    a branch with a slash.
    """
    name = meaningful(ref)
    if name is None or name.startswith((*_REQUEST_REF, *_DETACHED)):
        return None
    name = _REF_PREFIX.sub("", name, count=1)
    return None if name in {"", "HEAD", "detached"} else name


def commit_hash(text: str) -> str | None:
    """Return a commit's hash, which may be a short one; None for anything else, such as `HEAD`."""
    text = meaningful(text) or ""
    return text if _COMMIT.fullmatch(text) else None


def web_address(text: str) -> str | None:
    """Return a link that a browser can follow, without a user name or password in it.

    A link with a macro that nobody replaced (`https://ci/$(Build.BuildId)`) leads nowhere: None.
    """
    text = _CREDENTIALS.sub("", meaningful(text) or "", count=1)
    return text if _WEB.fullmatch(text) and not _HOLE.search(text) else None


READERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "service_branch": branch_name,
    "service_build_url": web_address,
    "service_job_url": web_address,
    "service_pull_request": pull_request_number,
    "commit_sha": commit_hash,
    "compare_ref": branch_name,
    "compare_sha": commit_hash,
}
"""How the value of a field is read; fields that are not named here are taken as they are."""


def read_field(field: str, text: str) -> str | None:
    """Return what text means as the value of a field of the job document."""
    return READERS.get(field, meaningful)(text)
