"""Outcomes as people read them in a terminal or a CI log."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from coverup.model import Totals, percent
from coverup.pipeline.wording import counted, shown_size
from coverup.values import MASK, Secret

if TYPE_CHECKING:
    from coverup.pipeline.doctor import Diagnosis
    from coverup.pipeline.report import Outcome
    from coverup.pipeline.sending import Status, Upload
    from coverup.pipeline.stages import Stages

_NOT_SENT: Final[tuple["Status", ...]] = ("spooled", "failed")
_UNDERSTOOD: Final = (
    *("build", "service_name", "service_number", "service_job_id", "flag_name", "parallel"),
    *("commit_sha", "branch", "covered_percent", "relevant_lines", "covered_lines"),
    *("relevant_branches", "covered_branches", "remarks"),
)


def totals(counted: Totals) -> str:
    """Return one line about lines and branches."""
    parts = [_share("lines", counted.covered_lines, counted.lines)]
    if counted.branches:
        parts.append(_share("branches", counted.covered_branches, counted.branches))
    return ", ".join(parts)


def outcome(found: "Outcome") -> Iterator[str]:
    """Yield the lines about a report, nothing if none of its jobs was sent."""
    if all(upload.status in _NOT_SENT for upload in found.uploads):
        return
    yield f"{counted(found.files, 'file')}, {totals(found.totals)}"
    for upload in found.uploads:
        if found.is_split:
            yield f"{upload.flag}: {counted(upload.files, 'file')}, {totals(upload.totals)}"
        for line in _what_became(upload):
            yield f"  {line}" if found.is_split else line
    if found.verdict:
        yield str(found.verdict)


def timings(stages: "Stages") -> Iterator[str]:
    """Yield how long each stage took, nothing if that was not measured."""
    if not stages.started:
        return
    seconds = stages.seconds()
    whole = sum(seconds.values()) or 1.0
    for name, spent in (*seconds.items(), ("in all", whole)):
        yield f"{name:<10}{spent:>9.3f} s{100 * spent / whole:>5.0f} %"


def _what_became(upload: "Upload") -> Iterator[str]:
    if upload.status == "dry-run":
        packed = shown_size(upload.compressed_size)
        yield f"dry run: {shown_size(upload.size)} ({packed} gzipped) would be sent"
    elif upload.status in _NOT_SENT:
        yield f"not sent, kept in {upload.spool}" if upload.spool else "not sent"
    else:
        yield from filter(None, (upload.message, upload.url))


def diagnosis(found: "Diagnosis") -> Iterator[str]:
    """Yield the lines of doctor's report: values, reports, checks."""
    width = max((len(name) for name in found.fields), default=0)
    yield "values"
    for name, each in found.fields.items():
        value = MASK if isinstance(each.value, Secret) else _plain(each.value)
        yield f"  {name:<{width}}  {value}  ({each.source})"
    yield "reports"
    for report in found.reports:
        said = f"{report.format}, {shown_size(report.size)}, {counted(report.files, 'file')}"
        yield f"  {report.path}  ({said}, {report.left_out} left out)"
        for mapping, count in report.mappings.items():
            yield f"    {mapping}  ({counted(count, 'file')})"
    if not found.reports:
        yield "  none"
    yield "checks"
    for check in found.checks:
        yield f"  {check.status:<7}  {check.name}: {check.message}"
        if check.hint and check.status != "ok":
            yield f"           {check.hint}"


def _share(what: str, covered: int, relevant: int) -> str:
    share = percent(covered, relevant)
    shown = "" if share is None else f" ({share:.2f} %)"
    return f"{covered} of {relevant} {what} covered{shown}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def understood(job: Mapping[str, object]) -> Iterator[str]:
    """Yield what the sandbox says that it understood of a job."""
    yield "the sandbox understood:"
    for name in _UNDERSTOOD:
        if job.get(name) not in (None, "", []):
            yield f"  {name}: {_plain(job[name])}"
    files = job.get("source_files")
    for file in files if isinstance(files, list) else ():
        lines = f"{file['covered_lines']} of {file['relevant_lines']} lines"
        yield f"  {file['name']}: {lines}"
