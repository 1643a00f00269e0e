"""The files that a job may name: those that git tracks, or without git those on disk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from coverup.model import FileCoverage
from coverup.paths.candidates import Candidates
from coverup.paths.checkout import Checkout
from coverup.paths.fronts import FOREIGN_FOLDERS, is_others
from coverup.paths.gomod import GoModules
from coverup.paths.jvm import JvmSources
from coverup.paths.normal import folded, is_absolute, join, normalise
from coverup.paths.npm import NpmPackages, package_of
from coverup.paths.placed import INSIDE_GIT, OUTSIDE, SUBMODULE, UNTRACKED, Placement
from coverup.paths.pypackages import PythonProjects
from coverup.paths.rules import PathRule, base_folders, folders_of
from coverup.paths.sources import list_files
from coverup.paths.suffix import SuffixIndex


class Refusal(NamedTuple):
    """Why a file that is there may not be taken."""

    reason: str


@dataclass
class Repository:
    """The files that a job may name.

    Attributes:
        root: The folder that names are relative to.
        tracked: Names of the files git tracks; None without git. A submodule ends in a slash.
        base_paths: Where the user says reports were made: folders or globs, relative to the root.
        rules: The user's own mapping, which comes before everything else.
        include_untracked: Whether files count that git does not track.
        top: The current folder, if it may be what paths are relative to.
    """

    root: Path
    tracked: Sequence[str] | None = None
    base_paths: Sequence[str] = ()
    rules: Sequence[PathRule] = ()
    include_untracked: bool = False
    top: Path | None = None
    checkout: Checkout = field(init=False)
    _taken: "dict[str, str | Refusal | None]" = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.checkout = Checkout(self.root)

    @cached_property
    def index(self) -> SuffixIndex:
        """All names, to be searched by their ends."""
        if self.tracked is not None:
            return SuffixIndex(self.tracked)
        return SuffixIndex(list_files(self.root, FOREIGN_FOLDERS | {".git"}))

    @cached_property
    def recased(self) -> dict[str, list[str]]:
        """All names by what is left of them when case and Unicode form do not matter."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self.index.names):
            names[folded(name)].append(name)
        return dict(names)

    @cached_property
    def recased_index(self) -> SuffixIndex:
        """The keys of `recased`, to be searched by their ends."""
        return SuffixIndex(self.recased)

    @cached_property
    def jvm(self) -> JvmSources:
        """The source roots of Java, Kotlin and their like."""
        return JvmSources(self.index.names)

    @cached_property
    def _go(self) -> GoModules:
        return GoModules.of(self.index.names, self._read)

    @cached_property
    def _npm(self) -> NpmPackages:
        return NpmPackages(self.index.names, self._read)

    @cached_property
    def _python(self) -> PythonProjects:
        return PythonProjects(self.index.names)

    @cached_property
    def _bases(self) -> list[tuple[str, ...]]:
        wanted = [self.checkout.relative(normalise(each)) for each in self.base_paths]
        return base_folders(wanted, self.index.names)

    def place_all(self, files: Iterable[FileCoverage], report: Path) -> Placement:
        """Find each file of one report in the repository.

        Args:
            files: What the report measured.
            report: Where the report is; its folder is one of those that paths are tried below.
        """
        from coverup.paths.search import Search

        return Search(self, files, report).run()

    def locate(self, path: str) -> Path | None:
        """Return the file on disk that a single path means, None if there is none."""
        placed = self.place_all([FileCoverage(path)], self.root / "report").placed
        return self.root / placed[0][1] if placed else None

    def candidates(self, file: FileCoverage) -> Candidates:
        """Work out what a file's path may mean."""
        path = file.path if file.path in self.index else normalise(file.path)
        groups = (tuple(join(base, path) for base in group) for group in self._bases)
        named = tuple(self._by_package(file.path, path))
        bases = (join(normalise(base), path) for base in file.bases)
        joined = dict.fromkeys(each for each in (*bases, *named) if each != path)
        is_import = path.endswith(".go") and not is_absolute(path) and "." not in path[:1]
        others = is_import and not named and self._go.are_others(path)
        return Candidates(path, tuple(groups), tuple(joined), others)

    def take(self, path: str) -> str | Refusal | None:
        """Return the name of the regular file that is there, why it may not be taken, or None.

        The disk is asked once for each path.

        Args:
            path: Relative to the root, or absolute on this machine.
        """
        if path not in self._taken:
            self._taken[path] = self._look_up(path)
        return self._taken[path]

    def is_likely(self, path: str) -> bool:
        """Tell whether a report's path, as it stands, is most likely the file of that name."""
        has_rules = bool(self.rules or self.base_paths)
        return not has_rules and path in self.index and self.take(path) == path

    def _look_up(self, path: str) -> str | Refusal | None:
        name = self.checkout.real_name(path)
        if name is None:
            return Refusal(SUBMODULE) if path.startswith(self._submodules) else None
        if name.split("/")[0] == ".." or is_absolute(name):
            return Refusal(OUTSIDE)
        if ".git" in name.split("/"):
            return Refusal(INSIDE_GIT)
        return name if name in self.index else self._untracked(name)

    def folders(self, report: Path) -> list[str]:
        """Return the folders that paths may be relative to: the root, the report's, the current."""
        found = [""]
        for folder in (report.parent, self.top):
            name = self.checkout.below(folder) if folder else None
            while name:
                found.append(name)
                name = name.rpartition("/")[0]
        return list(dict.fromkeys((*found, *self._collected_from(report))))

    def _collected_from(self, report: Path) -> Iterator[str]:
        """Yield the package's folder where reports are collected in folders that repeat it.

        Nx keeps the report of `packages/web` in `coverage/packages/web`.
        """
        name = self.checkout.below(report.parent) or ""
        while name := name.partition("/")[2]:
            if name in self._folders:
                yield name

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(folders_of(self.index.names))

    def _by_package(self, written: str, path: str) -> Iterator[str]:
        if path.endswith(".go") and not is_absolute(path):
            name = self._go.place(path)
            yield from (name,) if name else ()
        package, rest = package_of(written, path)
        if package:
            yield from self._npm.place(package, rest)
            if package not in self._npm and package not in path:
                yield f"{package}/{rest}"
        if "-packages/" in path:
            names = self._python.place(path)
            yield from names if len(names) == 1 else ()

    def _untracked(self, name: str) -> str | Refusal:
        twins = self.recased.get(folded(name), ())
        if len(twins) == 1 and self.checkout.is_same(twins[0], name):
            return twins[0]
        if is_others(name):
            return Refusal(OUTSIDE)
        if self.tracked is None:
            return name
        if name.startswith(self._submodules):
            return Refusal(SUBMODULE)
        return name if self.include_untracked else Refusal(UNTRACKED)

    @cached_property
    def _submodules(self) -> tuple[str, ...]:
        return tuple(name for name in self.index.names if name.endswith("/"))

    def _read(self, name: str) -> str:
        """Return the text of a file of the repository, which leads nowhere else.

        Raises:
            OSError: It cannot be read, or is not one of the repository's own regular files.
        """
        if self.take(name) != name:
            raise FileNotFoundError(name)
        return (self.root / name).read_text("utf-8")
