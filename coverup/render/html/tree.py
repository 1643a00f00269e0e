"""The folders of the measured files, with their totals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from coverup.model import Totals
from coverup.render.html.names import shown
from coverup.render.html.shares import Shares


@dataclass(slots=True)
class Folder:
    """A folder and what is in it.

    Attributes:
        path: Its name in the repository, with a slash at its end; `""` is the root.
        label: The part of it that its parent does not have.
        totals: The sum over all files below it.
        files: How many files are below it.
        folders: The folders in it, by the next part of their names.
    """

    path: str
    label: str
    totals: Totals = field(default_factory=Totals)
    files: int = 0
    folders: dict[str, "Folder"] = field(default_factory=dict)

    @property
    def shares(self) -> Shares:
        """Its totals as the page shows them."""
        return Shares.of(self.totals)

    @property
    def address(self) -> str:
        """What the index has behind its `#` to show the files of this folder only."""
        return address(self.path)

    def children(self) -> list["Folder"]:
        """Return the folders in it by name; one that only holds another is joined with it."""
        return [_joined(self.folders[part]) for part in sorted(self.folders)]


def address(path: str) -> str:
    """Return what the index has behind its `#` to show the files of a folder only."""
    return urlencode({"dir": shown(path)})


def tree(files: Mapping[str, Totals]) -> Folder:
    """Return the root of the folders of these files."""
    root = Folder("", "")
    for name, totals in files.items():
        for folder in _way(root, name):
            folder.totals += totals
            folder.files += 1
    return root


def trail(name: str) -> list[tuple[str, str]]:
    """Return the folders above a file as (label, address), the outermost first."""
    *parts, _ = name.split("/")
    return [(shown(part), address("/".join(parts[:i]) + "/")) for i, part in enumerate(parts, 1)]


def _way(root: Folder, name: str) -> Iterator[Folder]:
    """Yield the folders from the root to a file, and make those that are not there yet."""
    yield root
    folder = root
    for part in name.split("/")[:-1]:
        if part not in folder.folders:
            folder.folders[part] = Folder(f"{folder.path}{part}/", f"{shown(part)}/")
        folder = folder.folders[part]
        yield folder


def _joined(folder: Folder) -> Folder:
    label = folder.label
    while len(folder.folders) == 1:
        (only,) = folder.folders.values()
        if only.files != folder.files:
            break
        folder = only
        label += folder.label
    return Folder(folder.path, label, folder.totals, folder.files, folder.folders)
