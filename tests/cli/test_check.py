"""`coverup check` end to end."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.cli.verdicts import commit_all, git, lcov


def document(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture
def change(project: Path) -> Path:
    """The project as a repository: on a branch, `src/a.c` has a new second line, not covered."""
    (project / ".gitignore").write_text("*.info\n*.json\n*.diff\n")
    (project / "src/a.c").write_text("int a;\n\nint c;\n")
    git(project, "init", "-qb", "main")
    commit_all(project)
    git(project, "switch", "-qc", "topic")
    (project / "src/a.c").write_text("int a;\nint b;\n\nint c;\n")
    commit_all(project)
    return project


def test_totals_need_no_token_no_network_and_no_git(coverup: Command, project: Path) -> None:
    ran = coverup("check")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == (
        "2 files, 4 of 5 lines covered (80.00 %), 1 of 2 branches covered (50.00 %)"
    )


def test_json_has_every_figure(coverup: Command, project: Path) -> None:
    found = document(coverup("check", "--json").out)
    assert list(found) == [
        *("status", "files", "dropped", "totals", "patch", "previous", "failures", "folders"),
        *("source_files", "error"),
    ]
    assert found["status"] == "passed"
    assert found["totals"]["lines"] == {"relevant": 5, "covered": 4, "percent": 80.0}
    assert [(each["name"], each["files"]) for each in found["folders"]] == [("", 2), ("src", 2)]
    assert [each["uncovered"] for each in found["source_files"]] == ["2", ""]
    assert found["error"] is None


def test_json_is_the_same_as_its_format(coverup: Command, project: Path) -> None:
    assert coverup("check", "--json").out == coverup("check", "--format", "json").out


def test_without_reports_json_has_the_error(coverup: Command, tmp_path: Path) -> None:
    ran = coverup("check", "--json")
    assert ran.code == 4
    found = document(ran.out)
    assert (found["status"], found["files"]) == ("failed", 0)
    assert found["error"]["slug"] == "no-report"


def test_all_gates_that_do_not_hold_are_named_at_once(coverup: Command, project: Path) -> None:
    ran = coverup(
        *("check", "--fail-under", "90", "--fail-under-branches", "75"),
        *("--threshold", "src/*.c=67", "--threshold", "*.py=100"),
    )
    assert ran.code == 7
    assert ran.err.splitlines()[1:5] == [
        "error: 3 gates do not hold:",
        "  - --fail-under: 80.00 % of lines covered, less than 90 %: 1 more line",
        "  - --fail-under-branches: 50.00 % of branches covered, less than 75 %: 1 more branch",
        "  - --threshold src/*.c: 66.67 % of lines of src/*.c covered, less than 67 %: 1 more line",
    ]
    assert "80.00 %" in ran.out, "the table is there all the same"


def test_gates_that_hold_say_nothing(coverup: Command, project: Path) -> None:
    words = ("--fail-under", "80", "--fail-under-branches", "50", "--threshold", "src/=80")
    ran = coverup("check", *words)
    assert ran.code == 0
    assert "warning" not in ran.err


def test_a_failed_gate_is_in_the_json(coverup: Command, project: Path) -> None:
    found = document(coverup("check", "--json", "--fail-under", "90").out)
    assert found["status"] == "failed"
    assert found["error"]["slug"] == "threshold"
    [failure] = found["failures"]
    assert failure.pop("message").startswith("--fail-under: 80.00 %")
    assert failure == {
        "name": "--fail-under",
        "subject": "lines",
        "wanted": 90.0,
        "got": 80.0,
        "missing": 1,
        "unit": "line",
    }


def test_thresholds_of_paths_and_flags_stand_in_the_configuration(
    coverup: Command, project: Path
) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.coverup]\nflag-name = 'unit'\nfail-under = 0\n"
        "[tool.coverup.thresholds]\n'src/a.c' = 66.67\n'/src/' = 80\n'no/' = 1\n"
        "[tool.coverup.flag-thresholds]\nunit = '81 %'\nend-to-end = 100\n"
    )
    ran = coverup("check")
    place = "pyproject.toml [tool.coverup]"
    assert ran.code == 7
    assert f"{place}: thresholds no/: no measured file matches it" in ran.err
    assert (
        f"  - {place}: thresholds src/a.c: 66.667 % of lines of src/a.c covered, "
        "less than 66.67 %: 1 more line\n"
    ) in ran.err
    assert "flag_thresholds unit: 80.00 % of lines of unit covered, less than 81 %" in ran.err
    assert "end-to-end" not in ran.err


def test_with_split_flags_a_flag_is_held_against_its_own_files(
    coverup: Command, project: Path
) -> None:
    (project / "lcov.info").write_text(lcov({"src/a.c": {1: 0}, "top.c": {1: 1}}, {}))
    (project / "top.c").write_text("int t;\n")
    words = ("--split-flags", "src", "--flag-threshold", "src=1", "--flag-threshold", "root=100")
    ran = coverup("check", *words)
    assert ran.code == 7
    assert "error: --flag-threshold src: 0.00 % of lines of src covered" in ran.err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("src/", "'src/' is no threshold"),
        ("=80", "'=80' is no threshold"),
        ("src/=", "src/: '' is not a percentage"),
        ("src/=101", "src/: '101' is not a percentage"),
        ("src/=-1", "src/: '-1' is not a percentage"),
        ("src/=high", "src/: 'high' is not a percentage"),
    ],
)
def test_what_is_no_threshold_is_told_before_reports_are_read(
    coverup: Command, project: Path, text: str, problem: str
) -> None:
    ran = coverup("check", "--threshold", text)
    assert ran.code == 3
    assert f"--threshold: {problem}" in ran.err
    assert "read lcov.info" not in ran.err


def test_a_gate_for_branches_where_there_are_none_warns_and_passes(
    coverup: Command, project: Path
) -> None:
    (project / "lcov.info").write_text(lcov({"src/a.c": {1: 1}}, {}))
    ran = coverup("check", "--fail-under-branches", "80")
    assert ran.code == 0
    told = "--fail-under-branches says nothing: there are no branches that count"
    assert f"warning: {told}" in ran.err


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), ["src/a.c", "src/b.py"]),
        (("--sort", "percent"), ["src/a.c", "src/b.py"]),
        (("--sort", "missed"), ["src/a.c", "src/b.py"]),
        (("--below", "80"), ["src/a.c"]),
        (("--below", "66.67"), ["src/a.c"]),
        (("--below", "66.66"), []),
        (("--folders",), [".", "src"]),
    ],
)
def test_rows_are_filtered(
    coverup: Command, project: Path, words: tuple[str, ...], names: list[str]
) -> None:
    lines = coverup("check", *words).out.split("\n\n")[0].splitlines()[1:-1] if names else []
    assert [line.split()[0] for line in lines] == names


def test_a_filter_leaves_the_totals_alone_and_says_what_is_shown(
    coverup: Command, project: Path
) -> None:
    out = coverup("check", "--below", "80").out
    assert "1 of 2 files shown" in out
    assert "4 of 5 lines" in out


def test_the_changed_lines_are_judged_against_the_base(coverup: Command, change: Path) -> None:
    ran = coverup("check", "--base", "main", "--fail-under-patch", "50")
    assert "patch: 0 of 1 changed lines covered (0.00 %)" in ran.out
    assert "changed lines that are not covered\n  src/a.c\n    missed 2\n" in ran.out
    assert ran.code == 7
    assert "--fail-under-patch: 0.00 % of changed lines covered, less than 50 %" in ran.err


def test_only_changed_files_are_shown_when_wanted(coverup: Command, change: Path) -> None:
    out = coverup("check", "--base", "main", "--changed").out
    assert "src/b.py" not in out
    assert "1 of 2 files shown" in out


def test_the_ci_tells_the_base(
    coverup: Command, change: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    monkeypatch.setenv("CI_MERGE_REQUEST_IID", "3")
    assert "patch: 0 of 1 changed lines covered" in coverup("check").out


def test_a_diff_takes_the_place_of_git(coverup: Command, change: Path) -> None:
    (change / "pr.diff").write_text(git(change, "diff", "main"))
    assert "patch: 0 of 1 changed lines" in coverup("check", "--diff", "pr.diff").out


def test_without_a_base_there_is_no_patch_unless_it_is_needed(
    coverup: Command, change: Path
) -> None:
    assert "patch" not in coverup("check").out
    for words in (("--changed",), ("--fail-under-patch", "1")):
        ran = coverup("check", *words)
        assert ran.code == 3
        assert "the changed lines are not known: no base to compare with" in ran.err


def test_a_base_that_is_not_here_warns_where_the_ci_told_it(
    coverup: Command, change: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coverup("check", "--base", "nowhere").code == 3
    monkeypatch.setenv("COVERALLS_COMPARE_REF", "nowhere")
    ran = coverup("check")
    assert ran.code == 0
    assert "warning: no patch coverage" in ran.err


def test_reports_of_another_format_are_named_by_another_option(
    coverup: Command, project: Path
) -> None:
    (project / "lcov.info").rename(project / "odd")
    assert coverup("check", "odd", "--report-format", "lcov").code == 0
    ran = coverup("check", "odd", "--format", "lcov")
    assert ran.code == 2
    assert "give it as --report-format lcov" in ran.err
    assert "'x' is not one of text, markdown, json" in coverup("check", "--format", "x").err
