"""A report's path -> the repository's file, or the reason why there is none.

The order, for each file of a report (docs/explanation/paths.md tells it with examples):

1. below a folder that the report itself names (Cobertura's `<sources>`), or `--base-path`; for Go,
   in the module whose go.mod names the longest part of the import path;
2. below the repository's root, the report's own folder and the folders between: first below the one
   that has most of the report's files;
3. with a foreign front replaced that the report as a whole has taught (`/app` -> the root);
4. by the longest ending that is unique among the repository's files.

Only regular files inside the repository are ever taken, or opened.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from coverup.model import FileCoverage
from coverup.paths.gomod import GoModules
from coverup.paths.normal import is_absolute, join, normalise
from coverup.paths.sources import is_regular_file, list_files
from coverup.paths.suffix import Rebase, SuffixIndex

FOREIGN_FOLDERS: Final = frozenset(
    {
        *("node_modules", "bower_components", "jspm_packages", ".yarn"),
        *("site-packages", "dist-packages", ".venv", "venv", ".tox", ".nox", ".eggs"),
        *("vendor", "Pods", "Carthage"),
    }
)
"""Files in such folders are other people's, unless git tracks them."""
_SAMPLE: Final = 100
"""So many of a report's files are looked for in each folder, to learn which folder it is about."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file of a report that is left out of the job."""

    path: str
    reason: str


@dataclass
class Repository:
    """The files that a job may name.

    Attributes:
        root: The folder that names are relative to.
        tracked: Names of the files git tracks; None without git.
        base_path: Where `--base-path` says reports were made, relative to the root.
    """

    root: Path
    tracked: Sequence[str] | None = None
    base_path: str | None = None
    real_root: Path = field(init=False)

    def __post_init__(self) -> None:
        self.real_root = self.root.resolve()

    @cached_property
    def index(self) -> SuffixIndex:
        """All names, to be searched by their ends."""
        if self.tracked is not None:
            return SuffixIndex(self.tracked)
        return SuffixIndex(list_files(self.root, FOREIGN_FOLDERS | {".git"}))

    @cached_property
    def _go(self) -> GoModules:
        return GoModules.of(self.index.names, self._read)

    def place_all(
        self, files: Iterable[FileCoverage], report: Path
    ) -> Iterator[tuple[FileCoverage, str | Dropped]]:
        """Yield each file of one report with its name in the repository, or why it has none.

        Args:
            files: What the report measured.
            report: Where the report is; its folder is one of those that paths are tried below.
        """
        known = [(file, self._candidates(file)) for file in files]
        folders = self._likeliest([candidates for _, candidates in known], report)
        pending: list[tuple[FileCoverage, Candidates]] = []
        for file, candidates in known:
            first = candidates.joined if candidates.is_foreign else candidates.all
            placed = self._exact(first, folders)
            if placed is None:
                pending.append((file, candidates))
            else:
                yield file, placed
        rebases = self.index.learn(each for _, left in pending for each in left.endings(alone=True))
        for file, left in pending:
            yield file, self._by_ending(left, rebases, folders)

    def locate(self, path: str) -> Path | None:
        """Return the file on disk that a single path means, None if there is none."""
        for _, placed in self.place_all([FileCoverage(path)], self.root / "report"):
            if isinstance(placed, str):
                return self.root / placed
        return None

    def _candidates(self, file: FileCoverage) -> "Candidates":
        """Work out what a file's path may mean; Go names a file by its module's import path."""
        path = normalise(file.path)
        bases = ([self.base_path] if self.base_path else []) + list(file.bases)
        joined = [join(normalise(base), path) for base in bases]
        if path.endswith(".go") and not is_absolute(path) and (name := self._go.place(path)):
            joined.append(name)
        return Candidates(path, tuple(each for each in dict.fromkeys(joined) if each != path))

    def _exact(self, candidates: Sequence[str], folders: Sequence[str]) -> str | Dropped | None:
        refused: Dropped | None = None
        for candidate in candidates:
            for folder in ("",) if is_absolute(candidate) else folders:
                found = self._check(join(folder, candidate))
                if isinstance(found, str):
                    return found
                refused = refused or found
        return refused

    def _check(self, path: str) -> str | Dropped | None:
        """Return the name of a file that is there, why it may not be taken, or None."""
        there = self.root / path
        if not is_regular_file(there):
            return None
        try:
            name = there.resolve().relative_to(self.real_root).as_posix()
        except ValueError:
            return Dropped(path, "outside the repository")
        parts = name.split("/")
        if ".git" in parts:
            return Dropped(path, "inside .git")
        if FOREIGN_FOLDERS.intersection(parts[:-1]) and name not in self.index:
            return Dropped(path, "not the project's own (git does not track it)")
        return name

    def _read(self, name: str) -> str:
        """Return the text of a file of the repository, which leads nowhere else.

        Raises:
            OSError: It cannot be read, or is not one of the repository's own regular files.
        """
        if self._check(name) != name:
            raise FileNotFoundError(name)
        return (self.root / name).read_text("utf-8")

    def _by_ending(
        self, candidates: "Candidates", rebases: Sequence[Rebase], folders: Sequence[str]
    ) -> str | Dropped:
        is_known = candidates.is_placed_by(rebases)
        for ending in candidates.endings(alone=not is_known):
            matches = self.index.rebased(ending, rebases) or self.index.longest(ending)
            if len(matches) > 1:
                return Dropped(candidates.path, f"ambiguous: {', '.join(matches[:3])}")
            if matches and isinstance(name := self._check(matches[0]), str):
                return name
        is_untried = candidates.is_foreign and not is_known
        last = self._exact([candidates.path], folders) if is_untried else None
        return last or Dropped(candidates.path, "not in the repository")

    def _likeliest(self, files: Sequence["Candidates"], report: Path) -> list[str]:
        """Return the root and the report's own folders, the one with most of its files first.

        In a monorepo `src/index.js` may be there below the root and below the package: the report
        as a whole tells which is meant. On equal terms the root comes first.
        """
        folders = ["", *self._folders_of(report)]
        sample = files[:: len(files) // _SAMPLE + 1] if len(folders) > 1 else ()
        paths = [path for each in sample for path in each.all if not is_absolute(path)]

        def missing(folder: str) -> int:
            return -sum(is_regular_file(self.root / join(folder, path)) for path in paths)

        return sorted(folders, key=missing)

    def _folders_of(self, report: Path) -> Iterator[str]:
        try:
            folder = report.resolve().parent.relative_to(self.real_root)
        except ValueError:
            return
        yield from (each.as_posix() for each in (folder, *folder.parents) if each.parts)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a report's path may mean, before the disk is asked.

    Attributes:
        path: The path alone, normalised.
        joined: The path below each folder that the report or `--base-path` names, and the file
            that a Go import path means.
    """

    path: str
    joined: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every candidate, the likeliest first."""
        return (*self.joined, self.path)

    @property
    def is_foreign(self) -> bool:
        """Whether the report names an absolute folder: then the path alone may hit a namesake."""
        return any(is_absolute(each) for each in self.joined)

    def is_placed_by(self, rebases: Iterable[Rebase]) -> bool:
        """Tell whether it is known where the absolute folder lies: then a namesake is no match."""
        if not self.is_foreign:
            return False
        fronts = [rebase for rebase in rebases if rebase.foreign]
        return any(rebase.fits(each) for rebase in fronts for each in self.joined)

    def endings(self, *, alone: bool) -> Iterator[str]:
        """Yield candidates without leading `..`, but none through other people's folders.

        Args:
            alone: Whether the path alone is one of them.
        """
        for each in self.all if alone else self.joined:
            ending = _without_parents(each)
            if not FOREIGN_FOLDERS.intersection(ending.split("/")[:-1]):
                yield ending


def _without_parents(path: str) -> str:
    while path.startswith("../"):
        path = path[3:]
    return path
