"""The target of a pull request, and commits that are only a temporary merge into it."""

from typing import Final

import pytest

from coverup.ci import detect

HEAD: Final = "89e6c98d92887913cadf06b2adb97f26cde4849b"
MERGE: Final = "2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69"


def variables(*lines: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


GITLAB = "GITLAB_CI=true CI_PIPELINE_IID=3 CI_JOB_ID=55 CI_JOB_NAME=t"
JENKINS = "JENKINS_URL=http://j/ BUILD_NUMBER=4 BUILD_ID=4"
TRAVIS = "TRAVIS=true TRAVIS_BRANCH=main TRAVIS_COMMIT=" + MERGE
AZURE = "TF_BUILD=True BUILD_BUILDID=20 BUILD_BUILDNUMBER=20260115.3 SYSTEM_TEAMPROJECT=w"


@pytest.mark.parametrize(
    ("env", "base"),
    [
        (
            variables(
                GITLAB,
                f"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_DIFF_BASE_SHA={HEAD}",
            ),
            {"compare_ref": "main", "compare_sha": HEAD},
        ),
        (variables(TRAVIS, "TRAVIS_PULL_REQUEST=42"), {"compare_ref": "main"}),
        (variables(TRAVIS, "TRAVIS_PULL_REQUEST=false"), {}),
        (variables(JENKINS, "CHANGE_TARGET=main"), {"compare_ref": "main"}),
        (variables(JENKINS, "gitlabTargetBranch=main"), {}),
        (
            variables(AZURE, "SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main"),
            {"compare_ref": "main"},
        ),
    ],
)
def test_the_base_of_a_pull_request_is_told(env: dict[str, str], base: dict[str, str]) -> None:
    assert {name: found.value for name, found in detect(env).base.items()} == base


@pytest.mark.parametrize(
    ("env", "merge"),
    [
        (variables(TRAVIS, "TRAVIS_PULL_REQUEST=42"), MERGE),
        (variables(TRAVIS, "TRAVIS_PULL_REQUEST=false"), None),
        (variables(TRAVIS, f"TRAVIS_PULL_REQUEST=42 TRAVIS_PULL_REQUEST_SHA={HEAD}"), None),
        (
            variables(AZURE, f"BUILD_SOURCEBRANCH=refs/pull/5/merge BUILD_SOURCEVERSION={MERGE}"),
            MERGE,
        ),
        (variables(AZURE, f"BUILD_SOURCEBRANCH=refs/heads/x BUILD_SOURCEVERSION={MERGE}"), None),
    ],
)
def test_a_temporary_merge_commit_is_pointed_out(env: dict[str, str], merge: str | None) -> None:
    assert detect(env).merge_commit == merge
