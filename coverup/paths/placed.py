"""What becomes of a report's files: a name in the repository, or a reason why there is none."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from coverup.model import FileCoverage

NOT_HERE: Final = "not in the repository"
UNTRACKED: Final = f"{NOT_HERE} (git does not track it)"
SUBMODULE: Final = f"{NOT_HERE} (it belongs to a submodule)"
OUTSIDE: Final = "outside the repository"
INSIDE_GIT: Final = "inside .git"
EXCLUDED: Final = "excluded"
NO_LINES: Final = "no lines"
AMBIGUOUS: Final = "ambiguous: "


class Dropped(NamedTuple):
    """A file of a report that is left out of the job."""

    path: str
    reason: str

    @property
    def is_unresolved(self) -> bool:
        """Whether it should have been found: it is not other people's, and not left out by wish."""
        return self.reason.startswith((NOT_HERE, AMBIGUOUS))


class Mapping(NamedTuple):
    """A folder of the report's paths that stands for one of the repository.

    Attributes:
        foreign: The folder in the report; `""` is the start of relative paths.
        own: The folder in the repository; `""` is the root.
    """

    foreign: str
    own: str

    def __str__(self) -> str:
        return f"{self.foreign or '.'} -> {self.own or '.'}"


@dataclass(slots=True)
class Placement:
    """The files of one report.

    Attributes:
        placed: What is in the repository, with its name there.
        dropped: What is not, with the reason.
        mappings: Which folders were replaced, and for how many files.
        recased: Names that differ from the report's path in case, by that path.
    """

    placed: list[tuple[FileCoverage, str]] = field(default_factory=list)
    dropped: list[tuple[FileCoverage, Dropped]] = field(default_factory=list)
    mappings: Counter[Mapping] = field(default_factory=Counter)
    recased: dict[str, str] = field(default_factory=dict)

    def drop(self, file: FileCoverage, reason: str) -> None:
        """Leave a file out."""
        self.dropped.append((file, Dropped(file.path, reason)))

    def doubles(self) -> dict[str, list[str]]:
        """Return names that the report has under several paths, with these paths."""
        paths: defaultdict[str, set[str]] = defaultdict(set)
        for file, name in self.placed:
            paths[name].add(file.path)
        return {name: sorted(each) for name, each in sorted(paths.items()) if len(each) > 1}
