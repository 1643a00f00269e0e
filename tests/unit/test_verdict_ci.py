"""What each CI is told of a verdict."""

import io
import re
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from coverup.model import Totals
from coverup.render.console import Console
from coverup.render.verdict_ci import (
    COMMENT_LIMIT,
    MARKER,
    comment,
    coverage_line,
    outputs,
    publish,
    shortened,
)
from coverup.verdict import GateFailure, Previous, Verdict
from coverup.verdict.patch import PatchFile, PatchVerdict

TOTALS: Final = Totals(lines=8, covered_lines=6, branches=3, covered_branches=1)
GATE: Final = GateFailure(
    name="--fail-under", subject="lines", wanted=Fraction(80), got=Fraction(75), missing=1
)
FULL: Final = Verdict(
    totals=TOTALS,
    patch=PatchVerdict(files=(PatchFile("a.py", covered=(1,), missed=(2, 3)),)),
    previous=Previous(name="main.json", percent=Fraction(77)),
    failures=[GATE],
)
PAGE: Final = Path(__file__).parents[2] / "docs/how-to/merge-request-view.md"


def told(env: dict[str, str], verdict: Verdict, markdown: str = "### Coverage\n") -> str:
    out = io.StringIO()
    console = Console(out, io.StringIO())
    console.hide(["t0ken-1234"])
    publish(console, {"PATH": "", **env}, verdict, markdown)
    return out.getvalue()


def test_the_main_values_are_outputs() -> None:
    assert outputs(FULL) == {
        "percent": "75.00",
        "branches-percent": "33.33",
        "patch-percent": "33.33",
        "change": "-2.00",
        "gates": "failed",
    }


def test_a_value_that_there_is_not_is_no_output() -> None:
    assert outputs(Verdict()) == {"gates": "passed"}
    without_lines = Verdict(totals=TOTALS, patch=PatchVerdict())
    assert "patch-percent" not in outputs(without_lines)


def test_the_same_coverage_as_before_is_a_change_of_zero() -> None:
    same = Verdict(totals=TOTALS, previous=Previous(name="x", percent=Fraction(75)))
    assert outputs(same)["change"] == "0.00"


def test_github_gets_outputs_and_a_summary_beside_what_is_there(tmp_path: Path) -> None:
    names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    for name in names:
        (tmp_path / name).write_text("before\n")
    said = told({name: str(tmp_path / name) for name in names}, FULL, "### C\nt0ken-1234\n")
    output, summary = [(tmp_path / name).read_text() for name in names]
    assert output.startswith("before\npercent=75.00\nbranches-percent=33.33\n")
    assert summary == "before\n### C\n***\n"
    assert said == ""


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    env = {"GITHUB_OUTPUT": str(tmp_path / "none/x"), "GITHUB_STEP_SUMMARY": str(tmp_path)}
    assert told(env, FULL) == ""


@pytest.mark.parametrize(
    ("totals", "number"),
    [
        (TOTALS, "75.00"),
        (Totals(lines=3, covered_lines=3), "100.00"),
        (Totals(lines=100_000, covered_lines=99_999), "99.99"),
        (Totals(lines=3), "0.00"),
    ],
)
def test_the_documented_regex_finds_the_coverage_in_gitlabs_log(
    totals: Totals, number: str
) -> None:
    said = told({"GITLAB_CI": "true"}, Verdict(totals=totals))
    assert said == f"{coverage_line(totals)}\n"
    documented = re.search(r"^  coverage: '/(.+)/'$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert documented is not None
    assert re.findall(documented[1], said) == [number]


def test_gitlab_finds_nothing_where_nothing_is_relevant() -> None:
    assert told({"GITLAB_CI": "true"}, Verdict()) == ""


def test_teamcity_gets_counts_and_a_status() -> None:
    assert told({"TEAMCITY_VERSION": "2025.11"}, FULL) == (
        "##teamcity[buildStatisticValue key='CodeCoverageAbsLCovered' value='6']\n"
        "##teamcity[buildStatisticValue key='CodeCoverageAbsLTotal' value='8']\n"
        "##teamcity[buildStatisticValue key='CodeCoverageAbsRCovered' value='1']\n"
        "##teamcity[buildStatisticValue key='CodeCoverageAbsRTotal' value='3']\n"
        "##teamcity[buildStatus text='{build.status.text}; coverage 75.00 %']\n"
    )


def test_azure_gets_output_variables_and_a_summary(tmp_path: Path) -> None:
    env = {"TF_BUILD": "True", "AGENT_TEMPDIRECTORY": str(tmp_path)}
    said = told(env, Verdict(totals=TOTALS), "### C\n")
    summary = tmp_path / "coverup-summary.md"
    assert said == (
        "##vso[task.setvariable variable=coverup.percent;isOutput=true]75.00\n"
        "##vso[task.setvariable variable=coverup.branches_percent;isOutput=true]33.33\n"
        "##vso[task.setvariable variable=coverup.gates;isOutput=true]passed\n"
        f"##vso[task.uploadsummary]{summary}\n"
    )
    assert summary.read_text() == "### C\n"


@pytest.mark.parametrize(("verdict", "style"), [(FULL, "error"), (Verdict(), "success")])
def test_buildkite_gets_the_markdown(verdict: Verdict, style: str, tmp_path: Path) -> None:
    agent = tmp_path / "buildkite-agent"
    agent.write_text(f'#!/bin/sh\n{{ echo "$@"; cat; }} > "{tmp_path}/said"\n')
    agent.chmod(0o755)
    told({"BUILDKITE": "true", "PATH": f"{tmp_path}:/usr/bin:/bin"}, verdict)
    said = (tmp_path / "said").read_text()
    assert said == f"annotate --style {style} --context coverup-check\n### Coverage\n"


@pytest.mark.parametrize("env", [{}, {"CIRCLECI": "true"}, {"GITLAB_CI": ""}])
def test_elsewhere_nothing_is_told(env: dict[str, str]) -> None:
    assert told(env, FULL) == ""


def test_a_comment_can_be_found_again() -> None:
    assert comment("### C\n") == f"{MARKER}\n### C\n"


def test_a_comment_that_is_too_long_ends_with_a_whole_line_and_says_so() -> None:
    long = "<details>\n" + "| дир/файл.py | 1/2 |\n" * 5000 + "</details>\n"
    shown = comment(long)
    assert COMMENT_LIMIT - 200 < len(shown.encode()) <= COMMENT_LIMIT
    kept, _, ending = shown.partition("\n\n</details>\n\n")
    assert kept.endswith("| дир/файл.py | 1/2 |")
    assert ending == "The rest is too long for this place; `coverup check` prints it.\n"


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert shortened("é" * 50, 100) == "é" * 50
