"""Import paths of Go -> files of the repository, by its go.mod files.

A Go profile names `example.com/shop/v2/cart/cart.go`, which is `cart/cart.go` in the folder whose
go.mod says `module example.com/shop/v2`. A repository may have many modules, one inside another;
the longest module path that fits is meant: https://go.dev/ref/mod#go-mod-file
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from coverup.paths.normal import collapse, is_absolute

_DIRECTIVES: Final = frozenset({"module", "replace"})


class GoModules(NamedTuple):
    """The Go modules that a repository holds.

    Attributes:
        folders: By module path, the folders it may stand for, the likeliest first.
        names: The repository's files.
    """

    folders: Mapping[str, tuple[str, ...]]
    names: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str], read: Callable[[str], str]) -> "GoModules":
        """Read all go.mod files; one that cannot be read is left out.

        A folder's own module line comes before what replacements of other modules say of it, and
        a folder near the root before a deep one, which may be test data.

        Args:
            names: The repository's files, relative to its root.
            read: Returns the text of a file by its name.
        """
        files = frozenset(names)
        modules: defaultdict[str, list[str]] = defaultdict(list)
        replacements: list[tuple[str, str]] = []
        go_mods = (name for name in files if name.rpartition("/")[2] == "go.mod")
        for name in sorted(go_mods, key=lambda each: (each.count("/"), each)):
            folder = name.rpartition("/")[0]
            try:
                text = read(name)
            except (OSError, ValueError):
                continue
            for directive, words in _directives(text):
                if directive == "module":
                    modules[words[0]].append(folder)
                else:
                    replacements += _local_replacement(folder, words)
        for module, folder in replacements:
            modules[module].append(folder)
        return cls({module: tuple(dict.fromkeys(each)) for module, each in modules.items()}, files)

    def are_others(self, import_path: str) -> bool:
        """Tell whether a path is of a module that is not here, as hosts begin most of them."""
        return bool(self.folders) and "." in import_path.partition("/")[0]

    def place(self, import_path: str) -> str | None:
        """Return the file that an import path with a file name means; None if no module fits.

        Of several that fit, one where the file is tracked comes first; else the result need not
        exist, as generated files are often not tracked.
        """
        candidates = list(self._candidates(import_path))
        return next(
            (each for each in candidates if each in self.names), next(iter(candidates), None)
        )

    def _candidates(self, import_path: str) -> Iterator[str]:
        parts = import_path.split("/")
        if ".." in parts:
            return
        for length in range(len(parts) - 1, 0, -1):
            rest = "/".join(parts[length:])
            for folder in self.folders.get("/".join(parts[:length]), ()):
                yield collapse(f"{folder}/{rest}" if folder else rest)


def _directives(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield `module` and `replace` with their words, from single lines and from blocks."""
    block: str | None = None
    for line in text.splitlines():
        words = line.partition("//")[0].replace("(", " ( ").split()
        if words == [")"]:
            block = None
        elif words[1:] == ["("]:
            block = words[0]
        elif words:
            directive = block or words.pop(0)
            if words and directive in _DIRECTIVES:
                yield directive, [word.strip('"`') for word in words]


def _local_replacement(folder: str, words: list[str]) -> list[tuple[str, str]]:
    """Return the module and its folder if `MODULE [VERSION] => FOLDER` stays in the repository."""
    match words:
        case [module, "=>", target] | [module, _, "=>", target]:
            target = target.replace("\\", "/")
        case _:
            return []
    if not target.startswith((".", "..")) or is_absolute(target):
        return []
    own = collapse(str(PurePosixPath(folder) / target))
    return [] if own.split("/")[0] == ".." else [(module, own)]
