"""The rules for a job document: https://docs.coveralls.io/api-jobs-endpoint, "JSON Object: Job".

Fields that the official client sends beyond that page are known too.
"""

from collections.abc import Callable, Mapping
from typing import Final

from coverup.sandbox.file_rules import check_files
from coverup.sandbox.git_rules import check_git
from coverup.sandbox.understood import Findings, Job, Refused
from coverup.sandbox.values import is_commit, is_time, note_unknown, shown, text_of

NO_REPOSITORY: Final = "Couldn't find a repository matching this job."
TEXT_FIELDS: Final = (
    "service_name",
    "service_number",
    "service_job_id",
    "service_job_number",
    "service_attempt",
    "service_branch",
    "service_build_url",
    "service_job_url",
    "service_pull_request",
    "service_event_type",
    "commit_sha",
    "repo_name",
    "flag_name",
    "run_at",
    "compare_ref",
    "compare_sha",
)
_KNOWN: Final = (*TEXT_FIELDS, "repo_token", "parallel", "git", "source_files")
_SHAPES: Final[tuple[tuple[str, Callable[[str], bool], str], ...]] = (
    ("commit_sha", is_commit, "7 to 64 hexadecimal digits"),
    ("compare_sha", is_commit, "7 to 64 hexadecimal digits"),
    ("run_at", is_time, "a time that Ruby can parse, such as 2013-02-18 00:52:48 -0800"),
)
_SPOKEN_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def check(document: Mapping[str, object], findings: Findings) -> Job:
    """Check a job document against every rule and return what it says.

    Args:
        document: The decoded JSON object.
        findings: Takes the remarks, and the broken rules that the error lists.

    Raises:
        Refused: At least one rule is broken; all of them are told at once.
    """
    note_unknown(document, _KNOWN, "the job", findings)
    job = Job(
        token=_token(document.get("repo_token")),
        fields=_fields(document, findings),
        parallel=_parallel(document, findings),
        git=check_git(document["git"], findings) if "git" in document else {},
        files=check_files(document.get("source_files"), findings),
    )
    if not job.token:
        missing = "repo_token is missing, empty or not a string"
        raise Refused(NO_REPOSITORY, [missing, *findings.problems])
    if findings.problems:
        raise Refused(_summary(findings.problems), findings.problems)
    _remark_on_service(job, findings)
    return job


def _summary(problems: list[str]) -> str:
    count = "1 rule" if len(problems) == 1 else f"{len(problems)} rules"
    return "\n- ".join(
        [f"The job breaks {count} of docs.coveralls.io/api-jobs-endpoint:", *problems]
    )


def _token(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _fields(document: Mapping[str, object], findings: Findings) -> dict[str, str]:
    present = (name for name in TEXT_FIELDS if name in document)
    texts = {name: text_of(document[name], name, findings) for name in present}
    fields = {name: text for name, text in texts.items() if text is not None}
    for name, is_right, wanted in _SHAPES:
        if name in fields and not is_right(fields[name]):
            findings.problem(f"{name} must be {wanted}, not {shown(fields[name])}")
    pull_request = fields.get("service_pull_request", "0")
    if not (pull_request.isascii() and pull_request.isdigit()):
        findings.remark(f"service_pull_request should be a plain number, not {shown(pull_request)}")
    return fields


def _parallel(document: Mapping[str, object], findings: Findings) -> bool:
    value = document.get("parallel", False)
    if isinstance(value, bool):
        return value
    spoken = _SPOKEN_BOOLEANS.get(value.lower()) if isinstance(value, str) else None
    if spoken is None:
        findings.problem(f"parallel must be true or false, not {shown(value)}")
        return False
    findings.remark(f"parallel is the string {shown(value)}; it should be a boolean")
    return spoken


def _remark_on_service(job: Job, findings: Findings) -> None:
    name = job.fields.get("service_name")
    if name is None:
        findings.remark("service_name is missing, although the document calls it required")
    if job.parallel and "service_number" not in job.fields:
        findings.remark("parallel without service_number: no other job can join this build")
    if name == "github":
        for needed in ("service_job_id", "repo_name"):
            if needed not in job.fields:
                findings.remark(f"service_name github goes with a {needed}")
