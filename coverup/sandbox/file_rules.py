"""The rules for source files: https://docs.coveralls.io/api-jobs-endpoint, "Source File"."""

import re
from collections import Counter
from hashlib import md5
from typing import Final

from coverup.model import BranchKey, FileCoverage
from coverup.sandbox.branches import NUMBERS, by_identity
from coverup.sandbox.understood import Findings, SourceFile
from coverup.sandbox.values import note_unknown, shown

_KNOWN: Final = ("name", "source_digest", "coverage", "branches", "source")
_MD5: Final = re.compile(r"[0-9a-fA-F]{32}")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def check_files(value: object, findings: Findings) -> list[SourceFile]:
    """Check the array of source files and return those that can be understood."""
    if not isinstance(value, list):
        findings.problem("source_files is missing or not an array")
        return []
    if not value:
        findings.remark("source_files is empty: the job says nothing about coverage")
    files = [_file(entry, index, findings) for index, entry in enumerate(value)]
    understood = [file for file in files if file is not None]
    _check_unique([file.measured.path for file in understood], findings)
    return understood


def _check_unique(names: list[str], findings: Findings) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            findings.problem(f"{name}: the name is not unique in the job ({count} times)")


def _file(entry: object, index: int, findings: Findings) -> SourceFile | None:
    if not isinstance(entry, dict):
        findings.problem(f"source_files[{index}] must be an object, not {shown(entry)}")
        return None
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        findings.problem(f"source_files[{index}].name must be a string with content")
        return None
    note_unknown(entry, _KNOWN, "a source file", findings)
    _check_name(name, findings)
    source = _source(name, entry.get("source"), findings)
    measured = FileCoverage(name, _lines(name, entry.get("coverage"), findings))
    measured.branches = _branches(name, entry.get("branches"), findings)
    _compare_lengths(measured, source, findings)
    return SourceFile(measured, _digest(name, entry, source, findings), source)


def _check_name(name: str, findings: Findings) -> None:
    wrong = None
    if name.startswith("/") or _DRIVE.match(name):
        wrong = "is an absolute path"
    elif "\\" in name:
        wrong = "has a backslash"
    elif {"", ".", ".."}.intersection(name.split("/")):
        wrong = "has an empty, '.' or '..' part"
    if wrong:
        rule = "it must be the exact path relative to the repository's root, with /"
        findings.problem(f"{name}: the name {wrong}; {rule}")


def _source(name: str, source: object, findings: Findings) -> str | None:
    if source is None or isinstance(source, str):
        return source
    findings.problem(f"{name}: source must be a string, not {shown(source)}")
    return None


def _digest(
    name: str, entry: dict[str, object], source: str | None, findings: Findings
) -> str | None:
    digest = entry.get("source_digest")
    if digest is None:
        if source is None:
            findings.problem(f"{name}: source_digest is missing, and there is no source either")
        else:
            findings.remark("a source file has source, but no source_digest", name)
        return None
    if not isinstance(digest, str) or not _MD5.fullmatch(digest):
        wanted = "32 hexadecimal digits, the MD5 of the file"
        findings.problem(f"{name}: source_digest must be {wanted}, not {shown(digest)}")
        return None
    if source is not None and digest.lower() != _md5(source):
        findings.problem(f"{name}: source_digest is not the MD5 of source, which is {_md5(source)}")
    return digest.lower()


def _md5(source: str) -> str:
    return md5(source.encode(), usedforsecurity=False).hexdigest()


def _lines(name: str, coverage: object, findings: Findings) -> list[int | None]:
    if not isinstance(coverage, list):
        findings.problem(f"{name}: coverage is missing or not an array")
        return []
    wrong = [i for i, hits in enumerate(coverage) if hits is not None and not _is_count(hits)]
    if wrong:
        first = f"coverage[{wrong[0]}] is {shown(coverage[wrong[0]])}{_and_more(wrong)}"
        findings.problem(f"{name}: {first}; an item must be null or an integer from 0")
        return []
    return coverage


def _branches(name: str, branches: object, findings: Findings) -> dict[BranchKey, int]:
    if branches is None:
        return {}
    if not isinstance(branches, list):
        findings.problem(f"{name}: branches must be an array, not {shown(branches)}")
        return {}
    wrong = [index for index, number in enumerate(branches) if not _is_count(number)]
    if wrong:
        first = f"branches[{wrong[0]}] is {shown(branches[wrong[0]])}{_and_more(wrong)}"
        findings.problem(f"{name}: {first}; an item must be an integer from 0")
    elif len(branches) % NUMBERS:
        rule = "each branch is line, block, branch, hits"
        findings.problem(f"{name}: branches has {len(branches)} items; {rule}, in a flat array")
    elif 0 in branches[::NUMBERS]:
        findings.problem(f"{name}: a branch is in line 0; lines count from 1")
    else:
        understood = by_identity(branches)
        if len(understood) * NUMBERS < len(branches):
            findings.remark("a branch appears twice; its hits are added", name)
        return understood
    return {}


def _compare_lengths(measured: FileCoverage, source: str | None, findings: Findings) -> None:
    name, length = measured.path, len(measured.lines)
    if source is not None and length > len(source.split("\n")):
        findings.remark("coverage has more items than source has lines", name)
    if any(line > length for line, _, _ in measured.branches):
        findings.remark("a branch is in a line beyond the end of coverage", name)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _and_more(wrong: list[int]) -> str:
    return f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
