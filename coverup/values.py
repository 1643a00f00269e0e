"""Values that know where they come from, and values that must not be shown."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)

MASK: Final = "***"


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T_co]):
    """A value and the place it was taken from, such as `$CIRCLE_BRANCH`, `--branch` or `git`."""

    value: T_co
    source: str


class Secret:
    """A token: every way to print it shows `***`; only `reveal` gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the token itself, to be sent and for nothing else."""
        return self._text

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        """Refuse to be pickled: a pickle is a file that would hold the token."""
        msg = "a Secret is not pickled"
        raise TypeError(msg)
