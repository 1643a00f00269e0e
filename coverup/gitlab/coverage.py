"""The coverage that a job printed: GitLab's figure, or else one found in its log."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from coverup.errors import ConfigError
from coverup.gitlab.client import GitLab
from coverup.gitlab.records import Job

Place = Literal["job", "log"]
_SECTION: Final = re.compile(r"section_(?:start|end):[0-9]+:[^\r\n]*[\r\n]?")
_ESCAPE: Final = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07)")
_STAMP: Final = re.compile(
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z [0-9a-f]{2}[OE][+ ]?", re.MULTILINE
)
"""Source: https://docs.gitlab.com/ci/jobs/job_logs/#job-log-timestamps"""
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_LONGEST_LINE: Final = 2000
USUAL: Final = (
    r"^TOTAL\b.*?([0-9]+(?:\.[0-9]+)?)%\s*$",
    r"^All files\s*\|[^|]*\|[^|]*\|[^|]*\|\s*([0-9.]+)",
    r"^\s*Lines:\s+([0-9.]+)%",
    r"^\s*Lines\s*:\s*([0-9.]+)%",
    r"\(([0-9.]+)%\) covered",
    r"^\s*lines\.+:\s+([0-9.]+)%",
    r"^TOTAL\s.*?\s([0-9.]+)%\s+[0-9]+\s+[0-9]+\s+[0-9.-]+%?\s*$",
    r"^([0-9.]+)% coverage, [0-9]+/[0-9]+ lines covered",
    r"^total:\s+\(statements\)\s+([0-9.]+)%",
    r"coverage: ([0-9.]+)% of statements",
    r"\| Total\s*\|\s*([0-9.]+)%",
    r"^Total\b.*?([0-9]{1,3})%",
)
"""What usual tools print, the first that fits counts: coverage.py, istanbul, PHPUnit, istanbul's
summary, SimpleCov, lcov, llvm-cov, tarpaulin, Go twice, coverlet, JaCoCo.

Source: https://docs.gitlab.com/ci/testing/code_coverage/#coverage-regex-patterns
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """The coverage of a job.

    Attributes:
        job: Which job.
        percent: None if it is nowhere.
        place: Where it was found.
    """

    job: Job
    percent: float | None
    place: Place | None


def figure_of(gitlab: GitLab, job: Job, patterns: Sequence[re.Pattern[str]] | None) -> Figure:
    """Return the coverage of a job: what GitLab found, else what is in its log.

    Args:
        gitlab: The project.
        job: Which job.
        patterns: What to look for in the log alone; None for GitLab's figure, then the usual.
    """
    if patterns is None and job.coverage is not None:
        return Figure(job, job.coverage, "job")
    usual = [re.compile(each) for each in USUAL] if patterns is None else patterns
    percent = found_in(gitlab.trace(job.id).decode("utf-8", errors="replace"), usual)
    return Figure(job, percent, None if percent is None else "log")


def found_in(trace: str, patterns: Sequence[re.Pattern[str]]) -> float | None:
    """Return the percentage in a log: in the last line that the first fitting pattern fits.

    As GitLab does, the first number in what the pattern, or its group, fits.
    """
    lines = plain(trace).splitlines()
    for pattern in patterns:
        for line in reversed(lines):
            found = pattern.search(line[:_LONGEST_LINE])
            if found is None:
                continue
            number = _NUMBER.search(found[1] if pattern.groups and found[1] else found[0])
            if number:
                return float(number[0].replace(",", "."))
    return None


def plain(trace: str) -> str:
    """Return a log without colours, markers of sections and times; what was overwritten stays."""
    text = _SECTION.sub("", _ESCAPE.sub("", _STAMP.sub("", trace)))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def pattern_of(text: str) -> re.Pattern[str]:
    """Return a pattern as the user gives it; the slashes of `.gitlab-ci.yml` may be left on.

    Raises:
        ConfigError: It is none.
    """
    slashed = len(text) > 1 and text.startswith("/") and text.endswith("/")
    try:
        return re.compile(text[1:-1] if slashed else text)
    except re.error as error:
        hint = "give it as in .gitlab-ci.yml: /TOTAL.*? (\\d+)%/"
        raise ConfigError(f"--regex: not a pattern: {error}", hint=hint) from None
