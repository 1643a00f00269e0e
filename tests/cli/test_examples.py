"""The pipelines in examples/ci, and the README's commands: each does what it says."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from coverup.sandbox import Sandbox
from tests.cli.conftest import Command
from tests.cli.pipelines import EXAMPLES, KINDS, PIPELINES, Pipeline
from tests.cli.services import GITHUB, SERVICES
from tests.meta.documents import DOCS, ROOT, fences
from tests.needs import needs

JOINED: Final = [each for each in PIPELINES if each.kind != "single"]
MONOREPOS: Final = [each for each in PIPELINES if each.kind == "monorepo"]
_README_COMMAND: Final = re.compile(r"\bcoverup (?:report|done|doctor)\b[^'\n]*")


def every(pipelines: list[Pipeline] | tuple[Pipeline, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("pipeline", pipelines, ids=lambda pipeline: pipeline.name)


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


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A server that stands in for Coveralls, which is what the commands talk to."""
    with Sandbox() as sandbox:
        monkeypatch.setenv("COVERALLS_ENDPOINT", sandbox.url)
        yield sandbox


def flag_of(words: list[str]) -> str:
    """Return the flag of a `coverup report`, which is one part of a parallel build."""
    report, parallel, option, flag = words
    assert (report, parallel, option) == ("report", "--parallel", "--job-flag")
    return flag


def run_job(
    pipeline: Pipeline, build: int, job: int, coverup: Command, *words: str
) -> dict[str, Any]:
    """Run one command with the variables of its job; return the outcome that it prints."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in pipeline.variables(build, job).items():
            patch.setenv(name, value)
        ran = coverup(*words, "--json")
    assert ran.code == 0, ran.err
    warnings = [line for line in ran.err.splitlines() if line.startswith("warning: ")]
    assert [line for line in warnings if "is in no git repository" not in line] == []
    outcome: dict[str, Any] = json.loads(ran.out)
    return outcome | {"said": ran.err}


def shown(url: str) -> dict[str, Any]:
    """Return what the sandbox shows of a build."""
    answer = requests.get(f"{url}.json", timeout=30)
    build: dict[str, Any] = answer.json()
    return build


def test_there_are_three_pipelines_for_each_service() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {ci.folder for ci in SERVICES}
    for ci in SERVICES:
        kinds = [pipeline.kind for pipeline in PIPELINES if pipeline.ci is ci]
        assert sorted(kinds) == sorted(KINDS)


@every(PIPELINES)
def test_a_pipeline_is_shown_in_the_guide_of_its_service(pipeline: Pipeline) -> None:
    shown_there = [each.body for each in fences(DOCS / f"how-to/{pipeline.ci.folder}.md")]
    assert pipeline.text in shown_there


@every(PIPELINES)
def test_every_job_comes_to_the_same_build(
    pipeline: Pipeline, coverup: Command, calculator: Path
) -> None:
    number = pipeline.ci.number_of(1)
    reports = 0
    for job, words in enumerate(pipeline.commands(), start=1):
        outcome = run_job(pipeline, 1, job, coverup, *words, "--dry-run")
        assert outcome["status"] == "dry-run"
        if words[0] == "done":
            assert f"closing build {number} " in outcome["said"]
        else:
            reports += 1
            assert outcome["build"]["service_name"] == pipeline.ci.service_name
            assert outcome["build"]["service_number"] == number
    assert reports == (1 if pipeline.kind == "single" else 2)


@every(JOINED)
def test_every_part_has_its_own_flag_and_the_last_job_closes_the_build(
    pipeline: Pipeline,
) -> None:
    *reports, done = pipeline.commands()
    flags = [flag_of(words) for words in reports]
    assert len(set(flags)) == len(flags) == 2
    if pipeline.kind == "parallel":
        assert done == ["done"]
    else:
        assert done[:2] == ["done", "--carryforward"]
        assert done[2].split(",") == flags


@every(JOINED)
def test_the_whole_build_is_delivered_and_closed(
    pipeline: Pipeline, coverup: Command, calculator: Path, sandbox: Sandbox
) -> None:
    *reports, done = pipeline.commands()
    for job, words in enumerate(reports, start=1):
        run_job(pipeline, 1, job, coverup, *words)
    assert shown(f"{sandbox.url}/builds/1")["done"] is False
    closed = run_job(pipeline, 1, len(reports) + 1, coverup, *done)
    build = shown(closed["url"])
    assert (build["done"], build["number"]) == (True, pipeline.ci.number_of(1))
    assert [job["flag_name"] for job in build["jobs"]] == [flag_of(words) for words in reports]


@every(MONOREPOS)
def test_a_package_that_was_not_tested_is_carried_forward(
    pipeline: Pipeline, coverup: Command, calculator: Path, sandbox: Sandbox
) -> None:
    first, second, done = pipeline.commands()
    for job, words in enumerate((first, second, done), start=1):
        run_job(pipeline, 1, job, coverup, *words)
    run_job(pipeline, 2, 1, coverup, *second)
    closed = run_job(pipeline, 2, 2, coverup, *done)
    jobs = {job["flag_name"]: job["carried_from"] for job in shown(closed["url"])["jobs"]}
    assert jobs == {flag_of(second): None, flag_of(first): 1}


@every(PIPELINES)
def test_a_pipeline_installs_coverup_in_each_job_that_runs_it(pipeline: Pipeline) -> None:
    runs = re.findall(r"\bcoverup (?:report|done)\b", pipeline.text)
    installs = re.findall(r"\bpip install .*\bcoverup-cli\b", pipeline.text)
    assert len(installs) == len(runs) == len(pipeline.written_commands())


@every([each for each in PIPELINES if each.ci.folder != "jenkins"])
def test_a_pipeline_is_valid_yaml(pipeline: Pipeline) -> None:
    assert isinstance(pipeline.document, dict)


@every([each for each in PIPELINES if each.ci.folder == "jenkins"])
def test_the_braces_of_a_jenkinsfile_match(pipeline: Pipeline) -> None:
    depth = 0
    for character in pipeline.text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


@every(PIPELINES)
def test_a_pipeline_names_its_token_and_holds_none(pipeline: Pipeline) -> None:
    token = "GITHUB_TOKEN" if pipeline.ci is GITHUB else "COVERALLS_REPO_TOKEN"
    assert token in pipeline.text
    for line in pipeline.text.splitlines():
        if re.search(r"_TOKEN *[:=]", line):
            assert "${{ secrets." in line or "$(" in line or "credentials(" in line


@every([each for each in PIPELINES if each.ci.folder in {"github-actions", "azure-pipelines"}])
def test_every_step_that_runs_coverup_is_given_the_token(pipeline: Pipeline) -> None:
    steps = [each for each in mappings(pipeline.document) if runs_coverup(each)]
    assert len(steps) == len(pipeline.written_commands())
    for step in steps:
        ((name, value),) = step["env"].items()
        assert name in value
        assert name in pipeline.ci.env


def mappings(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from mappings(child)


def runs_coverup(step: dict[str, Any]) -> bool:
    command = step.get("run") or step.get("script") or ""
    return isinstance(command, str) and command.startswith("coverup ")


@every([each for each in PIPELINES if each.ci is GITHUB])
def test_a_workflow_gives_jobs_no_more_rights_than_reading(pipeline: Pipeline) -> None:
    assert pipeline.document["permissions"] == {"contents": "read"}
    rights = [job.get("permissions", {}) for job in pipeline.document["jobs"].values()]
    assert {right for each in rights for right in each.values()} <= {"read"}


def readme_commands() -> Iterator[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for typed in dict.fromkeys(re.findall(r"`(coverup [^`]+)`", text)):
        if "NAME" not in typed:
            yield typed
    for fence in fences(ROOT / "README.md"):
        if fence.info == "yaml":
            yield from _README_COMMAND.findall(fence.body)


@pytest.mark.parametrize("typed", list(readme_commands()))
def test_a_command_of_the_readme_works(
    typed: str, coverup: Command, calculator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in GITHUB.variables(1, 1).items():
        monkeypatch.setenv(name, value)
    words = shlex.split(typed)[1:]
    # The server would run until it is stopped; `--help` shows that its words are understood.
    extra = {"report": ["--dry-run"], "done": ["--dry-run"], "sandbox": ["--help"]}
    # A pipeline of GitLab's is in tests/network/gitlab.
    extra["gitlab"] = ["--help"]
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
