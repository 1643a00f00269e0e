"""What an HTML report says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverup.pipeline.earlier import Earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the measured numbers are about; what is not known is None and not shown.

    Attributes:
        title: The heading of the index.
        branch: The branch.
        commit: The commit's hash.
        when: When it was measured, in ISO 8601.
        earlier: Earlier runs for the trend, oldest first.
    """

    title: str = "Coverage"
    branch: str | None = None
    commit: str | None = None
    when: str | None = None
    earlier: Sequence[Earlier] = ()
