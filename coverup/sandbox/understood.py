"""What the sandbox understood of an upload: the job, its files, and remarks on them."""

from dataclasses import dataclass, field

from coverup.model import FileCoverage, Totals, totals_of


class Refused(Exception):  # noqa: N818 - an answer to a client, not an error of coverup
    """An upload or a request that breaks a rule of Coveralls' documents.

    Attributes:
        status: The HTTP status of the answer.
        message: What Coveralls says in this case, for the client.
        reasons: Every rule that was broken; only the sandbox tells these.
    """

    def __init__(
        self, message: str, reasons: list[str] | None = None, *, status: int = 422
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reasons = reasons or []


@dataclass(slots=True)
class Findings:
    """Broken rules, and remarks on what is accepted although no document speaks of it.

    A remark that holds for many files is kept once, with the places it holds for.
    """

    problems: list[str] = field(default_factory=list)
    _remarks: dict[str, list[str]] = field(default_factory=dict)

    def problem(self, text: str) -> None:
        """Note a broken rule: the upload will be refused."""
        self.problems.append(text)

    def remark(self, text: str, place: str | None = None) -> None:
        """Note something that is accepted, but worth a look."""
        places = self._remarks.setdefault(text, [])
        if place is not None:
            places.append(place)

    def remarks(self) -> list[str]:
        """Return the remarks, each with its first place and the number of the others."""
        return [_placed(text, places) for text, places in self._remarks.items()]


def _placed(text: str, places: list[str]) -> str:
    match places:
        case []:
            return text
        case [place]:
            return f"{text} ({place})"
        case _:
            return f"{text} ({places[0]} and {len(places) - 1} more)"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One source file of a job: its coverage under its name, its digest and maybe its text."""

    measured: FileCoverage
    digest: str | None
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job document without broken rules.

    Attributes:
        token: What the job was sent with; only a salted hash of it is ever stored.
        fields: The `service_*` fields, `flag_name`, `commit_sha` and the like, as text.
        parallel: Whether the build stays open for more jobs.
        git: `id`, `author_name`, `message` of the head, `branch` and `remotes`, where known.
        files: The source files, in the order of the document.
    """

    token: str
    fields: dict[str, str]
    parallel: bool
    git: dict[str, object]
    files: list[SourceFile]

    def totals(self) -> Totals:
        """Count the lines and branches of all files."""
        return totals_of(file.measured for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A request's job document, decoded but not yet checked.

    Attributes:
        document: The JSON object.
        encoding: How it was carried, such as `multipart json_file, gzip`.
        size: Bytes of the document as it was carried, still compressed.
        remarks: What is odd about the request.
    """

    document: dict[str, object]
    encoding: str
    size: int
    remarks: list[str]
