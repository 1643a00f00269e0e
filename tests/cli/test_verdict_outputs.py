"""What `check` writes beside its table, in a project whose change is not all covered."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Command, Ran

DIFF: Final = """\
diff --git a/src/a.c b/src/a.c
--- a/src/a.c
+++ b/src/a.c
@@ -1 +1,2 @@
 int a;
+int b;
"""
WARNING: Final = (
    "::warning file=src/a.c,line=2,endLine=2,title=Not covered::line 2 is not covered by any test"
)


@pytest.fixture
def checked(coverup: Command, project: Path) -> Command:
    """A function that checks the project with more words."""
    (project / "change.diff").write_text(DIFF)

    def check(*words: str) -> Ran:
        return coverup("check", "lcov.info", "--diff", "change.diff", *words)

    return check


def test_files_are_written_also_when_a_gate_does_not_hold(checked: Command, project: Path) -> None:
    files = ("--cobertura", "c.xml", "--badge", "b.svg", "--comment", "c.md")
    ran = checked("--fail-under", "90", *files)
    assert ran.code == 7
    assert all(f"wrote {name}\n" in ran.err for name in ("c.xml", "b.svg", "c.md"))
    root = ET.parse(project / "c.xml").getroot()
    assert (root.get("lines-covered"), root.get("lines-valid")) == ("4", "5")
    assert ET.parse(project / "b.svg").getroot().get("aria-label") == "coverage: 80%"
    assert (project / "c.md").read_text().startswith("<!-- coverup -->\n")


def test_cobertura_that_was_written_gives_the_same_verdict(
    checked: Command, coverup: Command
) -> None:
    first = json.loads(checked("--cobertura", "c.xml", "--json").out)
    again = coverup("check", "c.xml", "--diff", "change.diff", "--json")
    second = json.loads(again.out)
    assert first == second
    assert first["totals"]["lines"] == {"relevant": 5, "covered": 4, "percent": 80.0}


def test_nothing_is_noted_unless_it_is_asked_for(
    checked: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::warning" not in checked().out
    assert WARNING in checked("--annotate").out.splitlines()


@pytest.mark.parametrize(
    "variable", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "GITLAB_CI"]
)
def test_a_document_on_stdout_stays_a_document(
    checked: Command, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "true")
    ran = checked("--json", "--annotate")
    assert json.loads(ran.out)["patch"]["totals"]["lines"]["relevant"] == 1
    assert "line 2 is not covered by any test" in ran.err


def test_github_gets_one_summary_and_the_outputs(
    checked: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert checked().code == 0
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text().count("### ") == 1
    assert (tmp_path / "GITHUB_OUTPUT").read_text() == (
        "percent=80.00\nbranches-percent=50.00\npatch-percent=0.00\ngates=passed\n"
    )


@pytest.mark.parametrize("option", ["--cobertura", "--badge", "--comment"])
def test_a_file_that_cannot_be_written_is_an_error_with_a_hint(
    checked: Command, option: str
) -> None:
    ran = checked(option, "none/at/all")
    assert ran.code == 2
    assert "error: none/at/all: cannot be written" in ran.err
    assert "hint: " in ran.err
