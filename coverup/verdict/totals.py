"""Totals of each file and of each folder."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverup.model import BranchKey, FileCoverage, Totals
from coverup.verdict.ranges import partial_branches, uncovered

Jumps = Mapping[BranchKey, str]
"""Where each branch of a file leads to: a line, or `exit`."""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """One measured file.

    Attributes:
        name: Its name in the repository.
        totals: Its lines and branches.
        uncovered: What is not covered, as in `12-18, 40, 52->exit`; empty if all is.
        partial: How many branches were missed, by covered line.
    """

    name: str
    totals: Totals
    uncovered: str
    partial: Mapping[int, int]

    @classmethod
    def of(cls, name: str, file: FileCoverage, jumps: Jumps | None = None) -> "FileVerdict":
        """Count one file, of whose branches is known where these lead to."""
        partial = partial_branches(file)
        missed = {line: len(keys) for line, (keys, _) in partial.items()}
        return cls(name, file.totals(), uncovered(file, partial, jumps), missed)


@dataclass(frozen=True, slots=True)
class FolderVerdict:
    """One folder with all that is below it.

    Attributes:
        name: Its name in the repository, `""` for the root.
        totals: Lines and branches of all files in it and below it.
        files: How many these are.
    """

    name: str
    totals: Totals
    files: int


def file_verdicts(
    files: Mapping[str, FileCoverage], jumps: Mapping[str, Jumps] | None = None
) -> list[FileVerdict]:
    """Count each file, in the order of names.

    Args:
        files: What was measured, by name.
        jumps: Where branches lead to, by file, as far as that is known.
    """
    known = jumps or {}
    return [FileVerdict.of(name, files[name], known.get(name)) for name in sorted(files)]


def folder_verdicts(files: list[FileVerdict]) -> list[FolderVerdict]:
    """Add up files by each folder they are in or below, in the order of names."""
    totals: defaultdict[str, Totals] = defaultdict(Totals)
    numbers: Counter[str] = Counter()
    for file in files:
        for folder in _folders(file.name):
            totals[folder] += file.totals
            numbers[folder] += 1
    return [FolderVerdict(name, totals[name], numbers[name]) for name in sorted(totals)]


def _folders(name: str) -> Iterator[str]:
    """Yield the folders that a file is in or below, from the nearest to the root."""
    while name:
        name = name.rpartition("/")[0]
        yield name
