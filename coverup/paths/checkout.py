"""The repository's folder on disk: what is really there, without ever leaving it."""

import os
import stat
from functools import cached_property
from pathlib import Path


class Checkout:
    """Real names of files below a root; each folder is resolved once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders: dict[str, str | None] = {}

    @cached_property
    def real_root(self) -> str:
        """The root with all links resolved."""
        return os.path.realpath(self.root)

    def real_name(self, path: str) -> str | None:
        """Return the name of the regular file that a path leads to.

        Args:
            path: Relative to the root, or absolute on this machine.

        Returns:
            The name relative to the root; one that starts with `..` is outside; None if there is
            no regular file.
        """
        folder, _, name = path.rpartition("/")
        real = self._real_folder(folder if folder or not path.startswith("/") else "/")
        if real is None:
            return None
        there = f"{real.rstrip('/')}/{name}"
        try:
            status = os.lstat(there)
            if stat.S_ISLNK(status.st_mode):
                there = os.path.realpath(there)
                status = os.stat(there)  # noqa: PTH116 - an object per file is dear here
        except (OSError, ValueError):
            return None
        return self._relative(there) if stat.S_ISREG(status.st_mode) else None

    def relative(self, path: str) -> str:
        """Return an absolute path relative to the root if it is spelled below it; else as it is."""
        for root in (self.real_root, str(self.root)):
            front = root.replace(os.sep, "/").rstrip("/") + "/"
            if path.startswith(front):
                return path[len(front) :]
        return path

    def is_same(self, one: str, other: str) -> bool:
        """Tell whether two names lead to one file, as on disks that do not know case."""
        try:
            return (self.root / one).samefile(self.root / other)
        except OSError:
            return False

    def below(self, folder: Path) -> str | None:
        """Return a folder's name below the root; None outside."""
        name = self._relative(os.path.realpath(folder))
        return None if name.startswith("..") else name

    def _real_folder(self, folder: str) -> str | None:
        if folder not in self._folders:
            try:
                there = os.path.join(self.real_root, folder)  # noqa: PTH118 - see above
                self._folders[folder] = os.path.realpath(there, strict=True)
            except (OSError, ValueError):
                self._folders[folder] = None
        return self._folders[folder]

    def _relative(self, real: str) -> str:
        root = self.real_root
        if real.startswith(root) and real[len(root) : len(root) + 1] in {os.sep, "/"}:
            return real[len(root) + 1 :].replace(os.sep, "/")
        try:
            name = Path(os.path.relpath(real, root)).as_posix()
        except ValueError:  # another drive
            name = ".."
        return "" if name == "." else name
