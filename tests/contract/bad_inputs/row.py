"""What a row of the table of bad inputs is, and the checkout that it stands in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

Make = Callable[[Path], object]

GOOD: Final = b"DA:1,3\nDA:2,3\nDA:3,1\nDA:4,2\nend_of_record\n"
SECTION: Final = b"TN:\nSF:src/a.c\n" + GOOD
READ: Final = {"src/a.c": {1: 3, 2: 3, 3: 1, 4: 2}}
"""What is read of SECTION."""
SOURCES: Final = {
    "src/a.c": b"int a;\nint b;\nint c;\nint d;\nint e;\n",
    "src/b.py": b"a = 1\nb = 2\nc = 3\nd = 4\n",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A bad input and what is to become of it.

    Attributes:
        number: Its number in the list of bad inputs, from 1; a row may have several forms.
        title: What it is called there.
        name: The report's name below the checkout.
        content: Its bytes, or the function that makes it, and what belongs to it, in the checkout.
        said: Text of the messages, with the place, whether the report is named or found.
        why: More text of the messages.
        hint: Text of the hint when the report is named.
        hits: By source and line what is read all the same; None: the report is refused.
        branches: By source the lines and hits of its branches, in order.
        words: What is named on the command line, if it is not just the report.
        sources: More files of the checkout.
        is_found: Whether discovery says or reads anything of it.
        is_bomb: Whether it is about time or memory; it is read under limits only.
        is_hostile: Whether it tries to have other files opened.
        is_posix: Whether only POSIX systems have such files.
        is_for_users: Whether root is not held up by it.
    """

    number: int
    title: str
    name: str
    content: bytes | Make
    said: str = ""
    why: str = ""
    hint: str = ""
    hits: Mapping[str, Mapping[int, int]] | None = None
    branches: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)
    is_found: bool = True
    is_bomb: bool = False
    is_hostile: bool = False
    is_posix: bool = False
    is_for_users: bool = False

    @property
    def code(self) -> int:
        """The exit code when the report is named: 4 says that the report is at fault."""
        return 4 if self.hits is None else 0

    def make(self, checkout: Path) -> None:
        """Write the sources and the report."""
        for name, content in {**SOURCES, **self.sources}.items():
            path = checkout / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if isinstance(self.content, bytes):
            (checkout / self.name).write_bytes(self.content)
        else:
            self.content(checkout)
