"""Patch coverage: what was measured of the lines that a change adds or rewrites."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from coverup.model import FileCoverage, Totals


@dataclass(frozen=True)
class PatchFile:
    """The changed lines of one measured file, each in exactly one of four groups.

    Attributes:
        name: Its name in the repository.
        covered: Lines that ran, and no branch of which was missed.
        partial: Lines that ran, but not every branch of them.
        missed: Relevant lines that did not run.
        not_relevant: The other ones: comments, blank lines, the later lines of a statement.
        branches: The branches of all these lines.
        covered_branches: How many of them were taken.
    """

    name: str
    covered: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    not_relevant: tuple[int, ...] = ()
    branches: int = 0
    covered_branches: int = 0

    @cached_property
    def totals(self) -> Totals:
        """Lines and branches; a partly covered line is a covered one, as in every other figure."""
        ran = len(self.covered) + len(self.partial)
        return Totals(
            lines=ran + len(self.missed),
            covered_lines=ran,
            branches=self.branches,
            covered_branches=self.covered_branches,
        )


@dataclass(frozen=True, kw_only=True)
class PatchVerdict:
    """The coverage of the changed lines.

    Attributes:
        files: The measured files that the change touches, in the order of names.
        unmeasured: The other files it touches, which no report speaks of.
        unknown: Measured files that git takes for binary: which lines changed cannot be told.
    """

    files: tuple[PatchFile, ...] = ()
    unmeasured: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @cached_property
    def totals(self) -> Totals:
        """Lines and branches of all changed lines."""
        return sum((file.totals for file in self.files), start=Totals())


def patch_verdict(
    changed: Mapping[str, Collection[int] | None],
    files: Mapping[str, FileCoverage],
    untracked: Iterable[str] = (),
) -> PatchVerdict:
    """Judge the changed lines.

    Args:
        changed: Line numbers by file, as `changed_lines` gives them.
        files: What was measured, by name.
        untracked: Measured files that git does not track: all of their lines are new.
    """
    lines: dict[str, Collection[int] | None] = dict(changed)
    for name in untracked:
        lines[name] = range(1, len(files[name].lines) + 1)
    touched = sorted(lines.keys() & files.keys())
    return PatchVerdict(
        files=tuple(
            _judge(name, among, files[name])
            for name in touched
            if (among := lines[name]) is not None
        ),
        unmeasured=tuple(sorted(lines.keys() - files.keys())),
        unknown=tuple(name for name in touched if lines[name] is None),
    )


def _judge(name: str, among: Collection[int], file: FileCoverage) -> PatchFile:
    branches = [(key[0], hits) for key, hits in file.all_branches().items() if key[0] in among]
    missed_branches = {line for line, hits in branches if not hits}
    groups: dict[str, list[int]] = {"covered": [], "partial": [], "missed": [], "not_relevant": []}
    for line in sorted(among):
        hits = file.hits_of(line)
        if hits is None:
            groups["not_relevant"].append(line)
        elif not hits:
            groups["missed"].append(line)
        else:
            groups["partial" if line in missed_branches else "covered"].append(line)
    return PatchFile(
        name,
        **{group: tuple(numbers) for group, numbers in groups.items()},
        branches=len(branches),
        covered_branches=sum(1 for _, hits in branches if hits),
    )
