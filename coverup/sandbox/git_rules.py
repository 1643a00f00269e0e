"""The rules for a job's git data: https://docs.coveralls.io/api-jobs-endpoint, `git`."""

import re
from collections.abc import Iterator
from typing import Final

from coverup.sandbox.understood import Findings
from coverup.sandbox.values import is_commit, note_unknown, shown, text_of

_HEAD: Final = (
    "id",
    "author_name",
    "author_email",
    "committer_name",
    "committer_email",
    "message",
)
_KEPT: Final = ("id", "author_name", "message")
_CREDENTIALS: Final = re.compile(r"(https?://)[^/@\s]+@", re.IGNORECASE)


def check_git(value: object, findings: Findings) -> dict[str, object]:
    """Check git data and return what is shown of it: head, branch and remotes."""
    if not isinstance(value, dict):
        findings.problem(f"git must be an object, not {shown(value)}")
        return {}
    note_unknown(value, ("head", "branch", "remotes"), "git", findings)
    understood = _head(value.get("head"), findings)
    if "branch" in value:
        understood["branch"] = text_of(value["branch"], "git.branch", findings)
    understood["remotes"] = list(_remotes(value.get("remotes", []), findings))
    return {key: found for key, found in understood.items() if found}


def _head(head: object, findings: Findings) -> dict[str, object]:
    if head is None:
        findings.remark("git.head is missing: the commit is known from commit_sha only")
        return {}
    if not isinstance(head, dict):
        findings.problem(f"git.head must be an object, not {shown(head)}")
        return {}
    note_unknown(head, _HEAD, "git.head", findings)
    present = (key for key in _HEAD if key in head)
    texts = {key: text_of(head[key], f"git.head.{key}", findings) for key in present}
    commit = texts.get("id")
    if commit is None:
        findings.remark("git.head.id is missing: the commit is known from commit_sha only")
    elif not is_commit(commit):
        findings.problem(f"git.head.id must be 7 to 64 hexadecimal digits, not {shown(commit)}")
    return {key: texts.get(key) for key in _KEPT}


def _remotes(remotes: object, findings: Findings) -> Iterator[dict[str, str]]:
    if not isinstance(remotes, list):
        findings.problem(f"git.remotes must be an array, not {shown(remotes)}")
        return
    for index, remote in enumerate(remotes):
        place = f"git.remotes[{index}]"
        if not isinstance(remote, dict):
            findings.problem(f"{place} must be an object with name and url, not {shown(remote)}")
            continue
        note_unknown(remote, ("name", "url"), "git.remotes", findings)
        texts = {
            key: text_of(remote.get(key), f"{place}.{key}", findings) for key in ("name", "url")
        }
        yield {key: _without_credentials(text, findings) for key, text in texts.items() if text}


def _without_credentials(text: str, findings: Findings) -> str:
    masked = _CREDENTIALS.sub(r"\1***@", text)
    if masked != text:
        findings.remark("the URL of a git remote holds a user name or password")
    return masked
