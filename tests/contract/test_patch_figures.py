"""Patch coverage of real projects with real reports, against diff-cover.

Where the figures differ, docs/explanation/patch-coverage.md says why ours are right; each such
difference is shown here.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.contract.checkouts import CORPUS
from tests.contract.conftest import git
from tests.contract.histories import History, corrected, lines_of, quirks_of

LEFT_OUT: Final = {
    # No coverage report.
    "phpunit.xml",
    # A format that diff-cover does not know.
    "sonarqube.xml",
    # It does not say which lines are covered, and is refused.
    "gcovr-all/repo/jacoco.xml",
    # Tracefiles before they are joined.
    "base.info",
    "test.info",
}
REPORTS: Final = sorted(
    name
    for suffix in ("xml", "info", "lcov")
    for path in CORPUS.glob(f"*/repo/**/*.{suffix}")
    if LEFT_OUT.isdisjoint({path.name, name := path.relative_to(CORPUS).as_posix()})
)
QUIRKY: Final = {
    *("istanbul-nyc/repo/coverage/lcov.info", "jest/repo/coverage/lcov.info"),
    *("phpunit-xdebug/repo/clover.xml", "phpunit-xdebug-path/repo/clover.xml"),
    *("lcov-node-test/repo/lcov.info", "vitest-v8/repo/coverage/lcov.info"),
    "codecov-json-monocart/repo/coverage/lcov.info",
    "simplecov-branch-two-suites/repo/coverage/lcov.info",
    *("llvm-cov-clang14/repo/coverage.lcov", "llvm-cov-clang14-cpp/repo/coverage.lcov"),
}
"""Reports with lines of functions or branches that diff-cover takes for lines of code."""


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    history = History(tmp_path / "work")
    monkeypatch.chdir(history.root)
    return history


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("report", REPORTS)
def test_the_changed_lines_are_those_of_diff_cover(
    report: str, seed: int, history: History
) -> None:
    project, _, name = report.partition("/repo/")
    history.make(CORPUS / project / "repo", seed)
    ours = lines_of(history.judged(name))
    theirs = history.by_diff_cover(name)
    assert ours
    if report in QUIRKY:
        theirs = corrected(theirs, quirks_of(history.root / name))
    assert ours == theirs


SAME_RUN: Final = {
    "jest": ("coverage/cobertura-coverage.xml", "coverage/coverage-final.json"),
    "codecov-json-monocart": ("coverage/clover.xml", "coverage/coverage-final.json"),
    "gcovr-all": ("cobertura.xml", "gcovr.json", "coveralls.json", "sonarqube.xml"),
    "simplecov-branch-two-suites": (
        *("coverage/lcov.info", "coverage/.resultset.json", "coverage/coverage.json"),
    ),
    "fastcov": ("fastcov.info", "fastcov.json"),
    "llvm-cov-clang14": ("coverage.lcov", "coverage.json"),
    "llvm-cov-clang14-cpp": ("coverage.lcov", "coverage.json"),
}
"""A report that diff-cover reads, and those of the same run that it does not read."""


@pytest.mark.parametrize("project", SAME_RUN)
def test_formats_that_diff_cover_does_not_know_give_the_same_as_those_it_knows(
    project: str, history: History
) -> None:
    history.make(CORPUS / project / "repo", seed=1)
    known, *others = SAME_RUN[project]
    assert f"{project}/repo/{known}" in REPORTS
    expected = lines_of(history.judged(known))
    for other in others:
        assert lines_of(history.judged(other)) == expected, other


class TestTheDifferences:
    """One small file, whose report mostly says that every line ran but the last."""

    @pytest.fixture
    def small(self, history: History) -> History:
        history.write("a.py", b"a = 1\nb = 2\nc = 3\nd = 4\n")
        history.write("lcov.info", b"")
        history.commit("the base")
        git(history.root, "tag", "base")
        return history

    @staticmethod
    def measure(history: History) -> None:
        count = (history.root / "a.py").read_bytes().count(b"\n")
        lines = "".join(f"DA:{line},{int(line < count)}\n" for line in range(1, count + 1))
        history.write("lcov.info", f"SF:a.py\n{lines}end_of_record\n".encode())

    def test_edits_that_are_not_committed_move_the_committed_ones(self, small: History) -> None:
        small.write("a.py", b"a = 1\nb = 2\nc = 33\nd = 4\n")
        small.commit("the third line")
        small.write("a.py", b"new = 0\na = 1\nb = 2\nc = 33\nd = 4\n")
        self.measure(small)
        assert lines_of(small.judged("lcov.info")) == {"a.py": ([1, 4], [])}
        assert small.by_diff_cover("lcov.info") == {"a.py": ([1, 3], [])}

    def test_other_line_ends_are_no_change(self, small: History) -> None:
        small.write("a.py", b"a = 1\r\nb = 2\r\nc = 33\r\nd = 4\r\n")
        self.measure(small)
        assert lines_of(small.judged("lcov.info")) == {"a.py": ([3], [])}
        assert small.by_diff_cover("lcov.info") == {"a.py": ([1, 2, 3], [4])}

    def test_a_line_that_only_lost_its_newline_is_no_change(self, small: History) -> None:
        small.write("a.py", b"a = 1\nb = 2\nc = 3\nd = 4")
        small.write("lcov.info", b"SF:a.py\nDA:4,0\nend_of_record\n")
        assert lines_of(small.judged("lcov.info")) == {}
        assert small.by_diff_cover("lcov.info") == {"a.py": ([], [4])}

    def test_a_function_is_no_line_of_lcov(self, small: History) -> None:
        small.write("a.py", b"a = 1\nb = 22\nc = 33\nd = 44\n")
        small.write(
            "lcov.info",
            b"SF:a.py\nFN:2,f\nFNDA:0,f\nDA:3,0\nBRDA:3,0,0,1\nDA:4,1\nend_of_record\n",
        )
        assert lines_of(small.judged("lcov.info")) == {"a.py": ([4], [3])}
        assert small.by_diff_cover("lcov.info") == {"a.py": ([3, 4], [2])}


def test_the_histories_have_all_kinds_of_changes(history: History) -> None:
    history.make(CORPUS / "cobertura-coveragepy/repo", seed=1)
    told = git(history.root, "diff", "--name-status", "--find-renames", "base", "HEAD")
    assert {line[0] for line in told.split("\n")} == {"A", "M", "R"}
