"""TeamCity names the branch in a file of properties."""

from pathlib import Path

import pytest

from coverup.ci import detect


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "build.properties"
    return {"TEAMCITY_VERSION": "2025.1", "TEAMCITY_BUILD_PROPERTIES_FILE": str(path)}


@pytest.mark.parametrize(
    ("line", "branch"),
    [
        ("teamcity.build.branch=feature/x", "feature/x"),
        ("teamcity.build.branch = refs/heads/topic", "topic"),
        (r"teamcity.build.branch=a\:b\=c\u00e9", "a:b=cé"),
        ("teamcity.build.branch=<default>", None),
        ("# nothing", None),
    ],
)
def test_the_branch_is_read_from_the_properties(
    env: dict[str, str], line: str, branch: str | None
) -> None:
    Path(env["TEAMCITY_BUILD_PROPERTIES_FILE"]).write_text(line, encoding="latin-1")
    found = detect(env).fields.get("service_branch")
    assert (found.value if found else None) == branch


def test_the_branch_may_be_in_the_file_with_all_parameters(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "all").write_text("teamcity.build.branch=topic\n", encoding="latin-1")
    Path(env["TEAMCITY_BUILD_PROPERTIES_FILE"]).write_text(
        f"teamcity.configuration.properties.file={tmp_path / 'all'}\n", encoding="latin-1"
    )
    assert detect(env).fields["service_branch"].value == "topic"


def test_a_missing_file_is_no_failure(env: dict[str, str]) -> None:
    assert "service_branch" not in detect(env).fields
