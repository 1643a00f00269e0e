import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_every_field_has_its_value_and_source(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_PIPELINE_IID", "42")
    monkeypatch.setenv("CI_COMMIT_BRANCH", "main")
    monkeypatch.setenv("COVERALLS_FLAG_NAME", "unit")
    (project / ".coveralls.yml").write_text("service_job_id: mine\nsomebody_elses: 1\n")
    found = json.loads(coverup("doctor", "--json", "--parallel").out)
    fields = found["fields"]
    assert fields["service_name"] == {"value": "gitlab-ci", "source": "$GITLAB_CI"}
    assert fields["service_number"] == {"value": "42", "source": "$CI_PIPELINE_IID"}
    assert fields["service_branch"] == {"value": "main", "source": "$CI_COMMIT_BRANCH"}
    assert fields["flag_name"] == {"value": "unit", "source": "$COVERALLS_FLAG_NAME"}
    assert fields["service_job_id"] == {"value": "mine", "source": ".coveralls.yml: service_job_id"}
    assert fields["parallel"] == {"value": True, "source": "--parallel"}
    assert "service_pull_request" not in fields
    assert found["reports"][0]["path"] == "lcov.info"
    assert found["reports"][0]["format"] == "lcov"
    assert any("somebody_elses" in check["message"] for check in found["checks"])


def test_git_is_told(coverup: Command, project: Path) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for command in (["init", "-qb", "trunk"], ["add", "."], [*identity, "commit", "-qm", "First"]):
        subprocess.run(["git", *command], check=True)
    found = json.loads(coverup("doctor", "--json").out)
    assert found["git"]["branch"] == "trunk"
    assert found["git"]["head"]["message"] == "First"
    assert found["fields"]["commit_sha"] == {"value": found["git"]["head"]["id"], "source": "git"}


def test_what_is_missing_is_a_check_with_a_hint(
    coverup: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = coverup("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(ran.out)["checks"]}
    assert ran.code == 0
    assert checks["token"]["status"] == "problem"
    assert checks["reports"]["status"] == "problem"
    assert checks["git"]["status"] == "warning"
    assert all(check["hint"] for check in checks.values() if check["status"] != "ok")


def test_the_text_is_for_people(coverup: Command, project: Path) -> None:
    ran = coverup("doctor", "--build-number", "5")
    assert "service_number  5  (--build-number)" in ran.out
    assert "lcov.info  (lcov, " in ran.out


def test_an_unknown_key_of_ours_is_an_error_with_a_proposal(
    coverup: Command, project: Path
) -> None:
    (project / "pyproject.toml").write_text("[tool.coverup]\nflag_nam = 'x'\n")
    ran = coverup("doctor")
    assert ran.code == 3
    assert "did you mean 'flag_name'?" in ran.err
