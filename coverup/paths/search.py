"""The search for the files of one report, in the order that docs/explanation/paths.md tells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from pathlib import Path
from typing import Final, TypeAlias

from coverup.model import FileCoverage
from coverup.paths.candidates import Candidates
from coverup.paths.endings import Endings, Spelling
from coverup.paths.fronts import below_checkout
from coverup.paths.normal import composed, folded, is_absolute, join
from coverup.paths.placed import AMBIGUOUS, NOT_HERE, OUTSIDE, Mapping, Placement
from coverup.paths.repository import Refusal, Repository

_SAMPLE: Final = 500
"""So many of a report's files are looked for in each folder, to learn which folder it is about."""
_SHOWN: Final = 3

Entry: TypeAlias = tuple[FileCoverage, Candidates]
Verdict: TypeAlias = str | Refusal | None


class Search:
    """Looks for the files of one report: each step takes what the steps before have left."""

    def __init__(self, repository: Repository, files: Iterable[FileCoverage], report: Path) -> None:
        self._repository = repository
        self._index = repository.index
        self._entries = [(file, repository.candidates(file)) for file in files]
        self._report = report
        self._done = Placement()
        self._outside: set[Candidates] = set()

    def run(self) -> Placement:
        """Return where each file is."""
        left = self._entries
        if self._repository.rules:
            left = self._unless(left, self._mapped)
        left = self._unless(left, self._known)
        left = self._unless(left, self._on_disk)
        left = self._unless(left, self._outside_for_good)
        left = self._of_packages(left)
        teachers = left
        left = self._by_endings(left, teachers, Spelling(str, self._index))
        left = self._in_any_case(left, teachers)
        for file, candidates in left:
            self._done.drop(file, OUTSIDE if self._is_outside(candidates) else NOT_HERE)
        return self._done

    def _is_outside(self, candidates: Candidates) -> bool:
        if candidates.is_others or candidates in self._outside:
            return True
        names = (name for each in candidates.all() for name in self._below_folders(each))
        return all(name.startswith("../") for name in names)

    def _outside_for_good(self, candidates: Candidates) -> Verdict:
        """Refuse what is there outside, if the report was made here.

        A copy of the checkout may still lie where the report was made: then nothing it names is
        inside this one, and its paths are as foreign as those of another machine.
        """
        is_there = candidates in self._outside and self._is_made_here
        return Refusal(OUTSIDE) if is_there else None

    @cached_property
    def _is_made_here(self) -> bool:
        inside = f"{self._repository.checkout.real_root}/"
        return any(path.startswith(inside) for _, each in self._entries for path in each.absolute)

    def _unless(
        self, entries: Iterable[Entry], find: Callable[[Candidates], Verdict]
    ) -> list[Entry]:
        """Record what is found; return the rest."""
        return [entry for entry in entries if not self._is_settled(entry[0], find(entry[1]))]

    def _is_settled(self, file: FileCoverage, verdict: Verdict) -> bool:
        if isinstance(verdict, str):
            self._done.placed.append((file, verdict))
        elif verdict:
            self._done.drop(file, verdict.reason)
        return verdict is not None

    def _mapped(self, candidates: Candidates) -> Verdict:
        """Apply the user's own mapping, which is final."""
        for path in candidates.all():
            for rule in self._repository.rules:
                mapped = rule.apply(path)
                if mapped is not None:
                    found = self._repository.take(mapped) or self._one_of(
                        self._repository.recased.get(folded(mapped), ())
                    )
                    return found or Refusal(NOT_HERE)
        return None

    def _known(self, candidates: Candidates) -> Verdict:
        """Find the path itself among the names, below each folder it may be relative to."""
        for number, group in enumerate(candidates.wanted):
            if verdict := self._best_of_group(number, group):
                return verdict
        if verdict := self._of_several_bases(candidates):
            return verdict
        for path in candidates.exact():
            for name in self._below_folders(path):
                if name in self._index and (verdict := self._repository.take(name)):
                    self._note_front(path, candidates)
                    return verdict
        return None

    def _of_several_bases(self, candidates: Candidates) -> Verdict:
        """Refuse to choose, where a file's name is there below several of the report's folders."""
        paths = (self._repository.checkout.relative(each) for each in candidates.joined)
        names = [path for path in paths if path in self._index]
        return self._near(names) if len(names) > 1 else None

    def _best_of_group(self, number: int, group: Sequence[str]) -> Verdict:
        """Of folders that are one option's equals, take the one with most of the report's files."""
        votes = self._group_votes[number]
        there = [at for at, path in enumerate(group) if path in self._index]
        most = max((votes[at] for at in there), default=0)
        return self._one_of([group[at] for at in there if votes[at] == most])

    @cached_property
    def _group_votes(self) -> list[list[int]]:
        rows = [candidates.wanted for _, candidates in self._entries]
        return [
            [sum(path in self._index for path in column) for column in zip(*groups, strict=True)]
            for groups in zip(*rows, strict=True)
        ]

    def _note_front(self, path: str, candidates: Candidates) -> None:
        for absolute in candidates.absolute:
            if path != absolute and path == below_checkout(absolute):
                self._done.mappings[Mapping(absolute.removesuffix(f"/{path}"), "")] += 1

    def _on_disk(self, candidates: Candidates) -> Verdict:
        """Ask the disk: links, files that are not tracked, files outside."""
        refused: Refusal | None = None
        wanted = (path for group in candidates.wanted for path in group)
        for path in (*wanted, *candidates.exact()):
            for name in self._below_folders(path):
                verdict = self._repository.take(name)
                if isinstance(verdict, str):
                    return verdict
                refused = refused or verdict
        if refused == Refusal(OUTSIDE) and candidates.absolute:
            self._outside.add(candidates)
            return None
        return refused

    def _below_folders(self, path: str) -> Iterator[str]:
        if is_absolute(path):
            yield self._repository.checkout.relative(path)
            return
        for folder in self._folders:
            yield join(folder, path) if folder else path

    @cached_property
    def _folders(self) -> list[str]:
        """The folders that paths may be relative to, the one with most of the files first.

        In a monorepo `src/index.js` may be there below the root and below the package: the report
        as a whole tells which is meant. On equal terms the root comes first.
        """
        folders = self._repository.folders(self._report)
        if len(folders) == 1:
            return folders
        paths = sorted({path for _, each in self._entries for path in each.all()})
        sample = [path for path in paths[:: len(paths) // _SAMPLE + 1] if not is_absolute(path)]
        found = {
            folder: sum(join(folder, path) in self._index for path in sample) for folder in folders
        }
        return sorted(folders, key=lambda folder: -found[folder])

    def _of_packages(self, left: list[Entry]) -> list[Entry]:
        """Find files that Java, Kotlin, Scala or Groovy name by their package."""
        jvm = self._repository.jvm
        named = [entry for entry in left if jvm.speaks_of(entry[1].path)]
        if not named:
            return left
        others = [entry for entry in left if not jvm.speaks_of(entry[1].path)]
        named = self._unless(named, lambda each: self._of_module(each, jvm.whole(each.path)))
        short = jvm.dropped_fronts(each.path for _, each in named)
        return others + self._unless(
            named, lambda each: self._of_module(each, short.get(each.path, ()))
        )

    def _of_module(self, candidates: Candidates, names: Sequence[str]) -> Verdict:
        """Of namesakes in several modules take the one in the report's group, else its folder."""
        ends = tuple(f"/{each}" for each in candidates.joined)
        grouped = [name for name in names if f"/{name}".endswith(ends)]
        return self._near(grouped or names)

    def _near(self, names: Sequence[str]) -> Verdict:
        """Of files that fit equally well take the one that is nearest to the report."""
        for folder in self._own_folders if len(names) > 1 else ():
            near = [name for name in names if name.startswith(f"{folder}/")]
            if near:
                return self._one_of(near)
        return self._one_of(names)

    @cached_property
    def _own_folders(self) -> list[str]:
        """The report's folder and those above, but not the root, the nearest first."""
        return sorted(self._repository.folders(self._report)[1:], key=len, reverse=True)

    def _by_endings(
        self, left: list[Entry], teachers: list[Entry], spelling: Spelling
    ) -> list[Entry]:
        """Replace the fronts that the report as a whole teaches; else take the longest ending."""
        if not left:
            return left
        endings = Endings(spelling, (each for _, each in teachers))

        def find(candidates: Candidates) -> Verdict:
            found = endings.find(candidates)
            verdict = self._near(found.names)
            if isinstance(verdict, str) and found.mapping:
                self._done.mappings[found.mapping] += 1
            if verdict is None and candidates.is_foreign and not endings.knows(candidates):
                paths = self._below_folders(candidates.path)
                return _first(map(self._repository.take, paths))
            return verdict

        return self._unless(left, find)

    def _in_any_case(self, left: list[Entry], teachers: list[Entry]) -> list[Entry]:
        """Find what differs in case or Unicode form only, now that nothing fits exactly."""
        left_over = [entry for entry in left if not entry[1].is_others]
        if not left_over:
            return left
        names = self._repository.recased
        spelling = Spelling(folded, self._repository.recased_index, names)
        before = len(self._done.placed)

        def exactly(candidates: Candidates) -> Verdict:
            wanted = (path for group in candidates.wanted for path in group)
            every = (*wanted, *candidates.exact())
            paths = (name for path in every for name in self._below_folders(path))
            matches = (names.get(folded(path), ()) for path in paths)
            return _first(map(self._one_of, matches))

        rest = self._by_endings(self._unless(left_over, exactly), teachers, spelling)
        for file, name in self._done.placed[before:]:
            if not composed(file.path).replace("\\", "/").endswith(composed(name)):
                self._done.recased[file.path] = name
        return rest + [entry for entry in left if entry[1].is_others]

    def _one_of(self, names: Sequence[str]) -> Verdict:
        if len(names) > 1:
            return Refusal(AMBIGUOUS + ", ".join(nsmallest(_SHOWN, names)))
        return self._repository.take(names[0]) if names else None


def _first(verdicts: Iterable[Verdict]) -> Verdict:
    return next((verdict for verdict in verdicts if verdict is not None), None)
