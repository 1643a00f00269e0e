"""Every failure that a user can meet: its message, its hint, its exit code and its page.

A library function raises one of these; only the error boundary of the command line turns it into
an exit. The exit codes are a contract (docs/reference/exit-codes.md), and each `slug` is a
heading of docs/reference/errors.md.
"""

from collections.abc import Sequence
from os import PathLike, fspath
from typing import ClassVar


class CoverupError(Exception):
    """A failure that has been understood and can be explained.

    Attributes:
        hint: What the user can type or set now to get further, or None.
        exit_code: What the process answers.
        slug: The heading in the documentation that says more.
    """

    exit_code: ClassVar[int] = 1
    slug: ClassVar[str] = "bug"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class OutputError(CoverupError):
    """A file that was asked for with an option cannot be written."""

    exit_code = 2
    slug = "output"


class ConfigError(CoverupError):
    """Settings are missing, contradict each other or cannot be read."""

    exit_code = 3
    slug = "configuration"

    @classmethod
    def of(cls, problems: Sequence["ConfigError"]) -> "ConfigError":
        """Join problems into one error, so that all of them are told at once."""
        if len(problems) == 1:
            return problems[0]
        hints = dict.fromkeys(problem.hint for problem in problems if problem.hint)
        message = f"{len(problems)} problems in the configuration:"
        lines = [message, *(f"  - {problem.message}" for problem in problems)]
        return cls("\n".join(lines), hint="; ".join(hints) or None)


class NoTokenError(ConfigError):
    """The upload needs a token and none is set."""

    slug = "no-token"


class ReportError(CoverupError):
    """The coverage input cannot be used."""

    exit_code = 4
    slug = "report"


class NoReportError(ReportError):
    """No coverage report was found, or none of those found has any lines."""

    slug = "no-report"


class InvalidReportError(ReportError):
    """A report cannot be read; the message starts with its place.

    Attributes:
        path: The report, as the user named it.
        line: The line in it, counted from 1, if the format has lines.
    """

    slug = "invalid-report"

    def __init__(
        self,
        path: str | PathLike[str],
        problem: str,
        *,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        self.path = fspath(path)
        self.line = line
        place = self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{place}: {problem}", hint=hint)


class NothingResolvedError(ReportError):
    """Reports were read, but none of their files is a file of this repository."""

    slug = "nothing-resolved"


class NetworkError(CoverupError):
    """The server could not be reached, or the server itself has a fault."""

    exit_code = 5
    slug = "network"


class RefusedError(CoverupError):
    """The server understood the request and refused it."""

    exit_code = 6
    slug = "refused"


class ClosedBuildError(RefusedError):
    """The build that a job belongs to is closed already.

    Attributes:
        perhaps_by_this_job: Whether an earlier try of the job may have been accepted and closed it.
    """

    slug = "closed-build"
    perhaps_by_this_job = False


class ThresholdError(CoverupError):
    """The coverage, or a build, is not what was demanded."""

    exit_code = 7
    slug = "threshold"
