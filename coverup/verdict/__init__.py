"""The verdict on a measurement, made here and now: totals, the change's own coverage, gates.

Nothing in this package asks a server, so that the verdict holds during an outage too. Shares are
compared as exact fractions; only what is shown is rounded, by `coverup.model.percent`, which never
rounds up to 100 or down to 0.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from coverup.errors import ThresholdError
from coverup.model import Totals
from coverup.verdict.comparison import Previous
from coverup.verdict.gates import GateFailure
from coverup.verdict.totals import FileVerdict, FolderVerdict

if TYPE_CHECKING:
    from coverup.verdict.patch import PatchVerdict

_HINT: Final = "`coverup check --sort missed` lists the files with most lines to cover first"

__all__ = ["FileVerdict", "FolderVerdict", "GateFailure", "Previous", "Verdict"]


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What a measurement comes to.

    Attributes:
        totals: Lines and branches of all files.
        files: Each measured file, in the order of names.
        folders: Each folder that has measured files in it or below it, in the order of names; the
            first is the repository's root, named `""`.
        patch: The coverage of the changed lines; None where no base is known.
        previous: An earlier result to compare with, if there is one.
        failures: The gates that do not hold.
    """

    totals: Totals = field(default_factory=Totals)
    files: list[FileVerdict] = field(default_factory=list)
    folders: list[FolderVerdict] = field(default_factory=list)
    patch: "PatchVerdict | None" = None
    previous: Previous | None = None
    failures: list[GateFailure] = field(default_factory=list)

    def refusal(self) -> ThresholdError | None:
        """Return the error that names all gates that do not hold, None if all do."""
        if not self.failures:
            return None
        message = str(self.failures[0])
        if self.failures[1:]:
            lines = (f"  - {failure}" for failure in self.failures)
            message = "\n".join((f"{len(self.failures)} gates do not hold:", *lines))
        return ThresholdError(message, hint=_HINT)

    def hold(self) -> None:
        """Let pass what holds against all gates.

        Raises:
            ThresholdError: A gate does not hold; all that do not are named at once.
        """
        refusal = self.refusal()
        if refusal is not None:
            raise refusal
