"""What the user says about paths: replacements, and which files belong to the job."""

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from typing import Final, NamedTuple

from coverup.errors import ConfigError
from coverup.paths.normal import collapse, is_absolute, normalise

_DRIVE: Final = re.compile(r"[A-Za-z]:/")


class PathRule(NamedTuple):
    """One `--path-map FROM=TO`.

    Attributes:
        start: Matches the front of a path up to its end or a slash.
        target: The folder of the repository that replaces it; `""` is the root.
    """

    start: re.Pattern[str]
    target: str

    @classmethod
    def parse(cls, text: str, source: str) -> "PathRule":
        """Read `FROM=TO`.

        Args:
            text: The rule; `*` in FROM stands for one folder, an empty TO for the root.
            source: Where it was said, for messages.

        Raises:
            ConfigError: It is not of that form, or TO is not in the repository.
        """
        written, equals, target = text.partition("=")
        if not equals:
            hint = "write it as --path-map /app=packages/web (an empty TO is the root)"
            raise ConfigError(f"{source}: {text!r} is not FROM=TO", hint=hint)
        own = normalise(target)
        if is_absolute(own) or own.split("/")[0] == "..":
            hint = "give a folder below the repository's root; an empty TO is the root itself"
            raise ConfigError(f"{source}: {target!r} is not a folder of the repository", hint=hint)
        return cls(_front(normalise(written)), own)

    def apply(self, path: str) -> str | None:
        """Return a normalised path with its front replaced; None if it has another."""
        found = self.start.match(path)
        if found is None:
            return None
        rest = path[found.end() :].lstrip("/")
        return collapse(f"{self.target}/{rest}") if self.target else collapse(rest)


def _front(start: str) -> re.Pattern[str]:
    if not start:
        return re.compile(r"(?![/]|[A-Za-z]:/|https?:/)")
    parts = (r"[^/]*".join(map(re.escape, part.split("*"))) for part in start.split("/"))
    flags = re.IGNORECASE if _DRIVE.match(start) else re.NOFLAG
    return re.compile("/".join(parts).rstrip("/") + r"(?=/|\Z)", flags)


class Selection(NamedTuple):
    """Which of the placed files belong to the job, by patterns as in .gitignore.

    Attributes:
        include: Without any, all files are in.
        exclude: Comes after `include`.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def excluded(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names that are to be left out.

        Raises:
            ConfigError: A pattern is none.
        """
        if not self.include and not self.exclude:
            return frozenset()
        names = frozenset(names)
        out = _matching(self.exclude, names, "--exclude")
        return out | (names - _matching(self.include, names, "--include") if self.include else out)


def _matching(patterns: Sequence[str], names: frozenset[str], option: str) -> frozenset[str]:
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore import GitIgnorePatternError

    try:
        spec = GitIgnoreSpec.from_lines(patterns)
    except GitIgnorePatternError as error:
        hint = "write it as in .gitignore: generated/, *.pb.go, !src/keep.py"
        raise ConfigError(f"{option}: {error}", hint=hint) from error
    return frozenset(spec.match_files(names))


def base_folders(wanted: Sequence[str], names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the folders that each of the wanted ones stands for: itself, or what its glob finds.

    Args:
        wanted: Folders relative to the root, or absolute ones of another machine, normalised;
            globs allowed.
        names: The repository's files, whose folders a glob is held against.
    """
    groups: list[tuple[str, ...]] = []
    folders: list[str] | None = None
    for folder in wanted:
        if not any(sign in folder for sign in "*?["):
            groups.append((folder,))
            continue
        folders = folders or sorted(folders_of(names))
        pattern = re.compile(translate_glob(folder))
        groups.append(tuple(each for each in folders if pattern.fullmatch(each)))
    return groups


def translate_glob(glob: str) -> str:
    """Return the regular expression of a glob in which `*` stays within a folder, `**` does not."""
    parts = []
    for part in glob.split("/"):
        if part == "**":
            parts.append("(?:[^/]+/)*")
        else:
            inner = translate(part).removeprefix("(?s:").removesuffix(r")\Z").removesuffix(r")\z")
            parts.append(inner.replace(".*", "[^/]*") + "/")
    return "".join(parts).removesuffix("/")


def folders_of(names: Iterable[str]) -> set[str]:
    """Return every folder that a file is in, at any depth."""
    folders: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
