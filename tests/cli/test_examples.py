"""The pipelines in examples/ci, and the README's commands: each does what it says."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.cli.conftest import Command
from tests.meta.documents import ROOT, fences
from tests.needs import needs

EXAMPLES: Final = ROOT / "examples/ci"
COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"
_COMMAND: Final = re.compile(r"\bcoverup (?:report|done|doctor)\b[^'\n]*")
_MACRO: Final = re.compile(r"\$\{\{ *([\w.]+) *\}\}")


@dataclass(frozen=True)
class Pipeline:
    """An example: its file, the variables its CI service sets, and what must come out."""

    file: str
    service_name: str
    number: str
    env: dict[str, str]
    macros: dict[str, str] = field(default_factory=dict)

    def commands(self) -> list[list[str]]:
        """Return the words of each `coverup` command, as the service's shell would see them."""
        text = (EXAMPLES / self.file).read_text(encoding="utf-8")
        text = _MACRO.sub(lambda macro: self.macros.get(macro[1], ""), text)
        lines = (os.path.expandvars(line) for line in _COMMAND.findall(text))
        return [shlex.split(line)[1:] for line in lines]


GITHUB: Final = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_JOB": "test",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REF_NAME": "main",
    "GITHUB_REPOSITORY": "ada/calculator",
    "GITHUB_RUN_ID": "4711",
    "GITHUB_SHA": COMMIT,
    "GITHUB_TOKEN": "example-token",
}
PIPELINES: Final = (
    Pipeline("github-actions.yml", "github", "4711", GITHUB),
    Pipeline("github-actions-parallel.yml", "github", "4711", GITHUB, {"matrix.python": "3.13"}),
    Pipeline(
        "gitlab-ci.yml",
        "gitlab-ci",
        "12",
        {
            "GITLAB_CI": "true",
            "CI_PIPELINE_IID": "12",
            "CI_JOB_NAME": "test: [unit]",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_SHA": COMMIT,
            "SUITE": "unit",
        },
    ),
    Pipeline(
        "circleci.yml",
        "circleci",
        "w-1",
        {"CIRCLECI": "true", "CIRCLE_WORKFLOW_ID": "w-1", "CIRCLE_SHA1": COMMIT},
    ),
    Pipeline(
        "azure-pipelines.yml",
        "Azure Pipelines",
        "77",
        {"TF_BUILD": "True", "BUILD_BUILDID": "77", "BUILD_SOURCEVERSION": COMMIT},
    ),
    Pipeline(
        "bitbucket-pipelines.yml",
        "bitbucket",
        "5",
        {"BITBUCKET_BUILD_NUMBER": "5", "BITBUCKET_BRANCH": "main", "BITBUCKET_COMMIT": COMMIT},
    ),
    Pipeline(
        "buildkite.yml",
        "buildkite",
        "8",
        {"BUILDKITE": "true", "BUILDKITE_BUILD_NUMBER": "8", "BUILDKITE_COMMIT": COMMIT},
    ),
    Pipeline(
        "travis.yml",
        "travis-ci",
        "3",
        {"TRAVIS": "true", "TRAVIS_BUILD_NUMBER": "3", "TRAVIS_COMMIT": COMMIT},
    ),
    Pipeline(
        "Jenkinsfile",
        "jenkins",
        "jenkins-calculator-main-9",
        {
            "JENKINS_URL": "https://jenkins.example.com",
            "BUILD_NUMBER": "9",
            "COVERALLS_SERVICE_NUMBER": "jenkins-calculator-main-9",
            "GIT_COMMIT": COMMIT,
        },
    ),
)


@pytest.fixture
def calculator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example project, with an LCOV report too; also the current folder."""
    folder = tmp_path / "calculator"
    shutil.copytree(ROOT / "examples/python", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "coverage").mkdir()
    (folder / "coverage/lcov.info").write_text(
        "TN:\nSF:src/calculator/core.py\nDA:4,1\nend_of_record\n"
    )
    monkeypatch.chdir(folder)
    return folder


def test_every_example_is_tried() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {each.file for each in PIPELINES}


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda pipeline: pipeline.file)
def test_an_example_delivers_to_the_right_build(
    pipeline: Pipeline, coverup: Command, calculator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in pipeline.env.items():
        monkeypatch.setenv(name, value)
    reports = 0
    for words in pipeline.commands():
        ran = coverup(*words, "--dry-run", "--json")
        assert ran.code == 0, ran.err
        outcome = json.loads(ran.out)
        assert outcome["status"] == "dry-run"
        if words[0] == "done":
            assert f"closing build {pipeline.number} " in ran.err
        else:
            reports += 1
            build = outcome["build"]
            assert build["service_name"] == pipeline.service_name
            assert build["service_number"] == pipeline.number
    assert reports, "an example uploads something"


@pytest.mark.parametrize(
    ("file", "flag"),
    [("github-actions-parallel.yml", "python-3.13"), ("gitlab-ci.yml", "unit")],
)
def test_a_parallel_example_gives_its_part_a_flag_and_closes_the_build(
    file: str, flag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pipeline,) = (each for each in PIPELINES if each.file == file)
    for name, value in pipeline.env.items():
        monkeypatch.setenv(name, value)
    report, done = pipeline.commands()
    assert report == ["report", "--parallel", "--job-flag", flag]
    assert done == ["done"]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.name)
def test_an_example_is_valid_yaml(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_bytes()), dict)


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_an_example_holds_no_token(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.search(r"_TOKEN *[:=]", line):
            assert "${{ secrets." in line or "$(" in line or "credentials(" in line


def test_an_example_of_github_gives_jobs_no_more_rights_than_reading() -> None:
    for path in EXAMPLES.glob("github-*.yml"):
        assert yaml.safe_load(path.read_bytes())["permissions"] == {"contents": "read"}


def readme_commands() -> Iterator[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for typed in dict.fromkeys(re.findall(r"`(coverup [^`]+)`", text)):
        if "NAME" not in typed:
            yield typed
    for fence in fences(ROOT / "README.md"):
        if fence.info == "yaml":
            yield from _COMMAND.findall(fence.body)


@pytest.mark.parametrize("typed", list(readme_commands()))
def test_a_command_of_the_readme_works(
    typed: str, coverup: Command, calculator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in GITHUB.items():
        monkeypatch.setenv(name, value)
    words = shlex.split(typed)[1:]
    # The server would run until it is stopped; `--help` shows that its words are understood.
    extra = {"report": ["--dry-run"], "done": ["--dry-run"], "sandbox": ["--help"]}
    ran = coverup(*words, *extra.get(words[0], []))
    assert ran.code == 0, ran.err


def test_the_readme_starts_with_the_job_and_the_tests() -> None:
    job, tests = [each.body for each in fences(ROOT / "README.md") if each.info == "sh"]
    for command in (job, tests):
        assert command.count("\n") == 1, "one line, to be copied at once"
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert job.rstrip().endswith(".venv/bin/coverup report --sandbox examples/python/coverage.xml")
    assert tests.rstrip().endswith("&& .venv/bin/pytest")


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for POSIX shells")
@pytest.mark.parametrize("number", [1, 2])
def test_ci_runs_the_readmes_commands_as_they_stand_there(number: int) -> None:
    bash = needs("bash")
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert f'bash -c "$(readme_command {number})"' in script
    (function,) = re.findall(r"^readme_command\(\) \{.*?^\}$", script, re.MULTILINE | re.DOTALL)
    answer = subprocess.run(
        [bash, "-c", f"{function}\nreadme_command {number}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    command = [each.body for each in fences(ROOT / "README.md") if each.info == "sh"][number - 1]
    assert answer.stdout == command


def test_the_readme_is_short() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 120
