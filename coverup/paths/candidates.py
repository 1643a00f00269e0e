"""What a path of a report may mean, before it is known what the repository has."""

from collections.abc import Iterator
from typing import NamedTuple

from coverup.paths.fronts import below_checkout, is_others
from coverup.paths.normal import is_absolute, without_parents


class Candidates(NamedTuple):
    """What one path may mean.

    Attributes:
        path: The path alone, normalised.
        wanted: The path below the folders that the user names, likeliest first; those of one
            option are equals.
        joined: The path below each folder that the report names, and the file that a package's
            name in it means.
        is_of_others: Whether it is named by a package that the repository does not hold.
    """

    path: str
    wanted: tuple[tuple[str, ...], ...] = ()
    joined: tuple[str, ...] = ()
    is_of_others: bool = False

    def all(self) -> Iterator[str]:
        """Yield every candidate, the likeliest first."""
        for group in self.wanted:
            yield from group
        yield from self.joined
        yield self.path

    @property
    def is_foreign(self) -> bool:
        """Whether the report names an absolute folder: then the path alone may hit a namesake."""
        return any(is_absolute(each) for each in self.joined)

    @property
    def absolute(self) -> tuple[str, ...]:
        """The candidates that tell the whole way to the file, on whatever machine."""
        return tuple(each for each in self.all() if is_absolute(each))

    def exact(self) -> Iterator[str]:
        """Yield what is looked for as it is, and without the front of a CI's checkout."""
        for each in (*self.joined, *(() if self.is_foreign else (self.path,))):
            yield each
            below = below_checkout(each)
            if below:
                yield below

    def endings(self, *, alone: bool) -> Iterator[str]:
        """Yield the candidates without leading `..`.

        Args:
            alone: Whether the path alone is one of them.
        """
        for each in () if self.is_of_others else self.all():
            if alone or each != self.path:
                yield without_parents(each)

    @property
    def is_others(self) -> bool:
        """Whether the file lies with other people's code, wherever it is looked for."""
        return (
            self.is_of_others
            or is_others(self.path)
            or any(is_others(each) for each in self.absolute)
        )
