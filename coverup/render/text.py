"""Outcomes as people read them in a terminal or a CI log."""

from collections.abc import Iterator, Mapping
from typing import Final

from coverup.model import Totals, percent
from coverup.pipeline.doctor import Diagnosis
from coverup.pipeline.report import Outcome
from coverup.pipeline.wording import counted, shown_size
from coverup.values import MASK, Secret

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


def outcome(found: Outcome) -> Iterator[str]:
    """Yield the lines about a finished report."""
    yield f"{counted(found.files, 'file')}, {totals(found.totals)}"
    if found.status == "dry-run":
        packed = shown_size(found.compressed_size)
        yield f"dry run: {shown_size(found.size)} ({packed} gzipped) would be sent"
    for line in (found.message if found.status == "sent" else None, found.url):
        if line:
            yield line


def diagnosis(found: Diagnosis) -> Iterator[str]:
    """Yield the lines of doctor's report: values, reports, checks."""
    width = max((len(name) for name in found.fields), default=0)
    yield "values"
    for name, each in found.fields.items():
        value = MASK if isinstance(each.value, Secret) else _plain(each.value)
        yield f"  {name:<{width}}  {value}  ({each.source})"
    yield "reports"
    for report in found.reports:
        yield f"  {report.path}  ({report.format}, {shown_size(report.size)})"
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
