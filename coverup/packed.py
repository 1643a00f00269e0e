"""The branches of a file as the text they came in: a tenth of the memory of a dict of tuples.

A large report has millions of branches, which are read, counted and sent on. Only where somebody
asks for one of them, or changes one, is the text made into a dict.
"""

from collections.abc import Iterator, MutableMapping


class PackedBranches(MutableMapping[tuple[int, int, int], int]):
    """Hits by (line, block, branch), like a dict of them, in ascending order while untouched.

    Attributes:
        taken: How many branches had hits when this was made.
        last_line: The last line that had a branch then.
    """

    __slots__ = ("_array", "_total", "_unpacked", "last_line", "taken")

    def __init__(self, array: bytes, *, total: int, taken: int, last_line: int) -> None:
        """Take over the branches.

        Args:
            array: Line, block, branch and hits of each branch, as one JSON array of whole numbers;
                ascending, none twice.
            total: How many branches there are, at least one.
            taken: How many of them have hits.
            last_line: The line of the last one.
        """
        self.taken = taken
        self.last_line = last_line
        self._array: bytes | None = array
        self._total = total
        self._unpacked: dict[tuple[int, int, int], int] | None = None

    @property
    def array(self) -> bytes | None:
        """The branches as they were given; None once somebody has asked for one of them."""
        return self._array

    def __getitem__(self, key: tuple[int, int, int]) -> int:
        return self._dict()[key]

    def __setitem__(self, key: tuple[int, int, int], hits: int) -> None:
        self._dict()[key] = hits

    def __delitem__(self, key: tuple[int, int, int]) -> None:
        del self._dict()[key]

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return iter(self._dict())

    def __len__(self) -> int:
        return self._total if self._unpacked is None else len(self._unpacked)

    def __repr__(self) -> str:
        return repr(self._dict())

    def _dict(self) -> dict[tuple[int, int, int], int]:
        if self._unpacked is None:
            import orjson

            numbers = orjson.loads(self._array or b"[]")
            keys = zip(numbers[::4], numbers[1::4], numbers[2::4], strict=True)
            self._unpacked = dict(zip(keys, numbers[3::4], strict=True))
            self._array = None
        return self._unpacked
