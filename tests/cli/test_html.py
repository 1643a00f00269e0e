"""`coverup html` from end to end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coverup.render.html.names import page_of
from tests.cli.conftest import Command


def test_a_report_is_written_from_what_is_discovered(coverup: Command, project: Path) -> None:
    ran = coverup("html")
    assert ran.code == 0
    assert ran.out == (
        "2 files, 4 of 5 lines covered (80.00 %), 1 of 2 branches covered (50.00 %)\n"
    )
    assert ran.err == "read lcov.info (lcov): 2 files\nwrote coverage-html/index.html\n"
    page = (project / "coverage-html" / page_of("src/a.c")).read_text()
    assert '<tr id="L2" class="m s" data-to="2"><th>2<td>0<td>' in page
    assert '<i class="t">int</i>' in page


def test_named_reports_title_and_folder(coverup: Command, project: Path) -> None:
    (project / "one.info").write_text("SF:src/b.py\nDA:1,1\nend_of_record\n")
    ran = coverup("html", "one.info", "-o", "build/cov", "--title", "Nightly <1>", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    index = (project / "build/cov/index.html").read_text()
    assert "<h1>Nightly &lt;1&gt;</h1>" in index
    assert "src/</span>b.py" in index
    assert "a.c" not in index


def test_written_again_it_is_no_report_to_discover(coverup: Command, project: Path) -> None:
    coverup("html")
    again = coverup("html")
    assert (again.code, again.err) == (
        0,
        "read lcov.info (lcov): 2 files\nwrote coverage-html/index.html\n",
    )


@pytest.mark.parametrize("earlier", ["report", "html"])
def test_earlier_runs_make_a_trend(coverup: Command, project: Path, earlier: str) -> None:
    if earlier == "report":
        (project / "before.json").write_text(coverup("report", "--dry-run", "--json").out)
    else:
        coverup("html", "-o", "old")
        (project / "old/coverup.json").replace(project / "before.json")
    (project / "src/a.c").write_text("int a;\n")
    (project / "lcov.info").write_text("SF:src/a.c\nDA:1,1\nend_of_record\n")
    assert coverup("html", "--previous", "before.json").code == 0
    assert "+20.00 points" in (project / "coverage-html/index.html").read_text()


def test_an_earlier_run_that_is_not_there_is_told_and_no_error(
    coverup: Command, project: Path
) -> None:
    ran = coverup("html", "--previous", "none.json")
    assert ran.code == 0
    assert "warning: none.json: cannot be read: No such file" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["missing.info"], 4, "missing.info: cannot be opened: No such file or directory"),
        (["src/a.c"], 4, "src/a.c: not a known coverage format"),
        (["--format", "lcvo"], 3, "did you mean --format lcov?"),
        (["-o", "src"], 2, "src: is not replaced, since coverup did not write 'a.c' in it"),
        (["-o", "lcov.info"], 2, "lcov.info: Not a directory"),
        (["--exclude", "*"], 4, "no file of the reports is in this repository"),
    ],
)
def test_what_goes_wrong_is_told_as_in_report_and_nothing_is_written(
    coverup: Command, project: Path, words: list[str], code: int, said: str
) -> None:
    ran = coverup("html", *words)
    assert ran.code == code
    assert said in ran.err
    assert "hint: " in ran.err
    assert sorted(path.name for path in project.iterdir()) == ["lcov.info", "src"]


def test_what_the_hints_of_errors_propose_can_be_typed(coverup: Command, project: Path) -> None:
    (project / "lcov.info").write_text("SF:src/a.c\nDA:1,1\nend_of_record\nSF:x\nSF:y\nSF:z\n")
    assert "--min-resolved 0" in coverup("html").err
    assert coverup("html", "--min-resolved", "0").code == 0
    (project / "lcov.info").write_text("SF:src/a.c\nend_of_record\n")
    assert "--allow-empty" in coverup("html").err
    assert coverup("html", "--allow-empty").code == 0


def test_strict_lets_no_warning_pass(coverup: Command, project: Path) -> None:
    with (project / "lcov.info").open("a") as report:
        report.write("hello\n")
    ran = coverup("html", "--strict")
    assert (ran.code, (project / "coverage-html").exists()) == (4, False)


def test_files_that_are_left_out_are_told_and_listed(coverup: Command, project: Path) -> None:
    with (project / "lcov.info").open("a") as report:
        report.write(
            "SF:gone.c\nDA:1,1\nend_of_record\nSF:/usr/include/x.h\nDA:1,1\nend_of_record\n"
        )
    ran = coverup("html")
    assert "gone.c: not in the repository" in ran.err
    assert "/usr/include/x.h" in ran.err
    index = (project / "coverage-html/index.html").read_text()
    assert "<code>gone.c</code>: not in the repository" in index


def test_standard_input_is_a_report(project: Path) -> None:
    report = (project / "lcov.info").read_bytes()
    command = [sys.executable, "-m", "coverup", "html", "-", "--format", "lcov"]
    ran = subprocess.run(command, input=report, capture_output=True, check=True)
    assert b"2 files" in ran.stdout


def test_settings_of_a_file_hold(coverup: Command, project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.coverup]\nexclude = ["*.py"]\n')
    coverup("html")
    assert json.loads((project / "coverage-html/coverup.json").read_bytes())["files"] == 1


def test_without_the_extra_the_error_says_what_to_install(project: Path) -> None:
    hide = "import sys; sys.modules['pygments'] = None; sys.modules['jinja2'] = None\n"
    program = f"{hide}from coverup.cli import run; sys.exit(run(['html']))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert ran.returncode == 3
    assert b"an HTML report needs jinja2 and pygments" in ran.stderr
    assert b"hint: pip install 'coverup-cli[html]'" in ran.stderr
    assert not (project / "coverage-html").exists()


def test_no_token_and_no_variable_is_in_the_pages(
    coverup: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COVERALLS_REPO_TOKEN", "s3cr3t-token")
    monkeypatch.setenv("COVERALLS_SERVICE_NAME", "s3cr3t-service")
    coverup("html")
    for path in (project / "coverage-html").rglob("*.*"):
        assert path.is_dir() or b"s3cr3t" not in path.read_bytes()
        assert path.is_dir() or str(project.parent).encode() not in path.read_bytes()
