"""What a layout is: files of a repository, paths of a report, and where each must end up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["lcov", "cobertura", "clover", "jacoco", "go", "coveragepy-json"]
Places: TypeAlias = Mapping[str, str]
"""Names in the repository by the report's paths."""
Reasons: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""How the reason begins, or may begin, by the report's paths."""

NOT_HERE: Final = "not in the repository"
UNTRACKED: Final = "not in the repository (git does not track it)"
OUTSIDE: Final = "outside the repository"
EXCLUDED: Final = "excluded"
AMBIGUOUS: Final = "ambiguous: "
EITHER: Final = (NOT_HERE, OUTSIDE)
"""Where both are true: code of others that could have been in the repository."""
UNPLACED: Final = (NOT_HERE, OUTSIDE, AMBIGUOUS)
"""Where it only matters that nothing was guessed."""
NOTHING_RESOLVED: Final = 4
"""How the command exits when too little is the repository's."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report and what becomes of its paths.

    Attributes:
        place: The report, relative to the repository's root.
        placed: Paths that are files of the repository, with their names there.
        dropped: Paths that are left out, with the beginning of the reason.
        kind: The report's format.
        sources: The folders that a Cobertura report names in `<sources>`.
        names: What `name` says in Clover, where it is not the path.
    """

    place: str
    placed: Places = field(default_factory=dict)
    dropped: Reasons = field(default_factory=dict)
    kind: Kind = "lcov"
    sources: tuple[str, ...] = ()
    names: Places = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """What the report names, in its order; in JaCoCo `group/group>package/file`."""
        return (*self.placed, *self.dropped)


@dataclass(frozen=True)
class Layout:
    """A repository, its reports, a command line, and what must come of them.

    `{root}` in paths, options and texts is the repository's folder on this machine, and `{above}`
    the folder that it is in.

    Attributes:
        title: The fact that the row holds; unique.
        tracked: Files in the git repository.
        placed: Of the first report, see Report.
        dropped: Of the first report, see Report.
        options: What the command line has beside the reports.
        report: The place of the first report.
        kind: The format of the first report.
        sources: Of the first report, see Report.
        names: Of the first report, see Report.
        more: Further reports of the same command.
        files: Texts of files, tracked if they are in `tracked`; all others have thirty lines.
        untracked: Files that are in the folder but not in the repository.
        links: Symbolic links and their targets, tracked if they are in `tracked`.
        submodules: Folders that are other repositories.
        cwd: Where the command runs, relative to the root.
        git: Whether the folder is a repository at all.
        lenient: Whether the command shall go on however little is placed.
        code: How the command exits.
        said: Words that a warning must have, in any case.
        unsaid: Words that no output may have.
    """

    title: str
    tracked: tuple[str, ...] = ()
    placed: Places = field(default_factory=dict)
    dropped: Reasons = field(default_factory=dict)
    options: tuple[str, ...] = ()
    report: str = "lcov.info"
    kind: Kind = "lcov"
    sources: tuple[str, ...] = ()
    names: Places = field(default_factory=dict)
    more: tuple[Report, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    untracked: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    submodules: tuple[str, ...] = ()
    cwd: str = ""
    git: bool = True
    lenient: bool = True
    code: int = 0
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """Every report of the command."""
        first = Report(
            place=self.report,
            placed=self.placed,
            dropped=self.dropped,
            kind=self.kind,
            sources=self.sources,
            names=self.names,
        )
        return (first, *self.more)


def same(*names: str) -> dict[str, str]:
    """Return paths that are names in the repository already."""
    return {name: name for name in names}


def under(front: str, *names: str) -> dict[str, str]:
    """Return paths that are names in the repository with something in front."""
    return {f"{front}{name}": name for name in names}


def inside(folder: str, *paths: str) -> dict[str, str]:
    """Return paths that are names relative to a folder of the repository."""
    return {path: f"{folder}/{path}" for path in paths}


def backslashed(front: str, *names: str) -> dict[str, str]:
    r"""Return paths as Windows writes them, for names in the repository."""
    return {front + name.replace("/", "\\"): name for name in names}


def each(reason: str | tuple[str, ...], *paths: str) -> dict[str, str | tuple[str, ...]]:
    """Return paths that are all left out for one reason."""
    return dict.fromkeys(paths, reason)


def all_of(folders: Iterable[str], *names: str) -> tuple[str, ...]:
    """Return names that every one of some folders has."""
    return tuple(f"{folder}/{name}" for folder in folders for name in names)
