"""What `check` writes beside the table: Markdown, files, and words to the CI."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.verdicts import BRANCHES, FILES, commit_all, git, lcov, make_project

SNAPSHOT = Path(__file__).parents[1] / "data/check/markdown.md"


def test_markdown_is_as_it_was_looked_at(coverup: Command, tmp_path: Path) -> None:
    make_project(tmp_path)
    words = ("--fail-under", "90", "--threshold", "src/*=95")
    assert coverup("check", "--format", "markdown", *words).out == SNAPSHOT.read_text("utf-8")


def test_a_name_is_no_markdown_and_no_html(coverup: Command, tmp_path: Path) -> None:
    name = "a|`b`<img src=x>[c](d)@me.py"
    (tmp_path / name).write_text("x\n")
    (tmp_path / "lcov.info").write_text(lcov({name: {1: 0}}, {}))
    out = coverup("check", "--format", "markdown").out
    assert "| ``a\\|`b`<img src=x>[c](d)@me.py`` | 0/1 | 0.00 | 1 |" in out


def test_many_files_are_cut_and_counted(coverup: Command, tmp_path: Path) -> None:
    files = {f"f{number:03}.c": {1: 1} for number in range(203)}
    for name in files:
        (tmp_path / name).write_text("int x;\n")
    (tmp_path / "lcov.info").write_text(lcov(files, {}))
    out = coverup("check", "--format", "markdown").out
    assert out.count("| `f") == 200
    assert "3 more files left out here." in out


def test_many_ranges_are_cut_between_two_of_them(coverup: Command, tmp_path: Path) -> None:
    make_project(tmp_path)
    out = coverup("check", "--format", "markdown").out
    [row] = [line for line in out.splitlines() if "BankStatementReader" in line]
    ranges, _, more = row.rstrip(" |").rpartition(" | ")[2].partition(" and ")
    assert len(ranges.split(", ")) + int(more.removesuffix(" more")) == 100


def test_files_are_written_and_told(coverup: Command, project: Path) -> None:
    words = ("--cobertura", "c.xml", "--comment", "c.md", "--badge", "b.svg")
    ran = coverup("check", *words)
    assert ran.code == 0
    for name, part in {"c.xml": "<coverage ", "c.md": "### Coverage", "b.svg": "80%"}.items():
        assert part in (project / name).read_text()
        assert f"wrote {name}\n" in ran.err
    assert sorted(path.name for path in project.iterdir() if path.is_file()) == [
        *("b.svg", "c.md", "c.xml", "lcov.info")
    ]


def test_the_cobertura_report_comes_to_the_same_totals(coverup: Command, tmp_path: Path) -> None:
    make_project(tmp_path)
    coverup("check", "--cobertura", "c.xml")
    assert coverup("check", "c.xml").out == coverup("check", "lcov.info").out
    assert FILES.keys() >= BRANCHES.keys()


def test_files_are_written_also_below_a_threshold(coverup: Command, project: Path) -> None:
    ran = coverup("check", "--comment", "c.md", "--fail-under", "100")
    assert ran.code == 7
    assert "below a gate" in (project / "c.md").read_text()


def test_a_file_that_cannot_be_written_is_explained(coverup: Command, project: Path) -> None:
    ran = coverup("check", "--badge", "no/such/b.svg")
    assert ran.code == 2
    assert "b.svg: cannot be written" in ran.err


def test_github_gets_outputs_a_summary_and_notes(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(project, "init", "-qb", "main")
    (project / "src/a.c").write_text("int a;\n\nint c;\n")
    commit_all(project)
    (project / "src/a.c").write_text("int a;\nint b;\n\nint c;\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_OUTPUT", str(project / "out"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "summary"))
    ran = coverup("check", "--base", "main", "--annotate")
    assert "::warning file=src/a.c,line=2,endLine=2" in ran.out
    assert "percent=80.00\n" in (project / "out").read_text()
    assert "patch-percent=0.00\n" in (project / "out").read_text()
    assert (project / "summary").read_text().count("### Coverage") == 1


def test_gitlab_gets_the_line_that_it_looks_for(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    assert "Coverage: 80.00 %" in coverup("check").out.splitlines()
    ran = coverup("check", "--json")
    assert "Coverage: " not in ran.out
    assert "Coverage: 80.00 %" in ran.err


def test_elsewhere_nothing_is_said_beside_the_table(coverup: Command, project: Path) -> None:
    assert "::" not in coverup("check").out
