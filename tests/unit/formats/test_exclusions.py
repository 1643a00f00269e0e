from pathlib import Path

import pytest

from coverup.formats._exclusions import apply_markers, excluded_lines, leave_out
from coverup.formats.source import Source
from coverup.model import FileCoverage


@pytest.mark.parametrize(
    ("source", "lines", "branch_lines"),
    [
        pytest.param("a\nb /* LCOV_EXCL_LINE */\nc", {2}, set(), id="one line"),
        pytest.param(
            "a\n// LCOV_EXCL_START\nb\n// LCOV_EXCL_STOP\nc",
            {2, 3},
            set(),
            id="the line of the start is left out, that of the stop is not",
        ),
        pytest.param("// LCOV_EXCL_START\na\nb", {1, 2, 3}, set(), id="no stop: to the end"),
        pytest.param("a\n// LCOV_EXCL_STOP\nb", set(), set(), id="a stop without a start"),
        pytest.param(
            "a // LCOV_EXCL_START LCOV_EXCL_STOP\nb", {1}, set(), id="both on the same line"
        ),
        pytest.param("a // LCOV_EXCL_BR_LINE\nb", set(), {1}, id="branches of one line"),
        pytest.param(
            "// LCOV_EXCL_BR_START\na // LCOV_EXCL_LINE\n// LCOV_EXCL_BR_STOP\nb",
            {2},
            {1, 2},
            id="branches of a region, with a line in it",
        ),
        pytest.param(
            "a // GCOVR_EXCL_LINE\nb // GCOV_EXCL_LINE", {1, 2}, set(), id="gcovr's names"
        ),
        pytest.param(
            "// GCOVR_EXCL_START\n// LCOV_EXCL_STOP\n// GCOVR_EXCL_STOP\na",
            {1, 2},
            set(),
            id="a region ends with its own spelling",
        ),
        pytest.param("a XLCOV_EXCL_LINE\nb LCOV_EXCL_LINES", set(), set(), id="other words"),
        pytest.param("a // LCOV_EXCL_EXCEPTION_BR_LINE", set(), set(), id="exceptions only"),
        pytest.param("", set(), set(), id="empty"),
    ],
)
def test_markers_tell_lines_and_branches_apart(
    source: str, lines: set[int], branch_lines: set[int]
) -> None:
    assert excluded_lines(source.split("\n")) == (lines, branch_lines)
    assert excluded_lines(source.encode().split(b"\n")) == (lines, branch_lines)


def test_a_source_of_any_encoding_is_scanned() -> None:
    assert excluded_lines([b"caf\xe9 // LCOV_EXCL_LINE"]) == ({1}, set())


def measured() -> FileCoverage:
    file = FileCoverage("a.c", [1, 0, 3], {(1, 0, 0): 1, (2, 0, 0): 0}, {3: (2, 1)})
    file.hit(200_000, 1)
    return file


@pytest.mark.parametrize(
    ("lines", "branch_lines", "expected"),
    [
        (set(), set(), measured()),
        (
            {2, 4, 200_000},
            set(),
            FileCoverage("a.c", [1, None, 3], {(1, 0, 0): 1}, {3: (2, 1)}),
        ),
        (set(), {1, 3}, FileCoverage("a.c", [1, 0, 3], {(2, 0, 0): 0}, {}, far={200_000: 1})),
    ],
)
def test_left_out_lines_take_their_branches_along(
    lines: set[int], branch_lines: set[int], expected: FileCoverage
) -> None:
    file = measured()
    leave_out(file, lines, branch_lines)
    assert file == expected


@pytest.mark.parametrize("known", ["/build/src/a.c", "src/a.c"])
def test_the_source_is_looked_for_below_the_compilers_folder_and_then_alone(
    known: str, tmp_path: Path
) -> None:
    (tmp_path / "a.c").write_text("x // LCOV_EXCL_LINE\ny\n")
    source = Source(Path("r"), "r", Path(), locate={known: tmp_path / "a.c"}.get)
    file = FileCoverage("src/a.c", [1, 0], bases=("/build",))
    apply_markers(file, source)
    assert file.lines == [None, 0]


def test_a_source_that_is_not_there_or_cannot_be_read_leaves_nothing_out(tmp_path: Path) -> None:
    for found in (None, tmp_path, tmp_path / "missing"):
        file = FileCoverage("a.c", [1, 0])
        apply_markers(file, Source(Path("r"), "r", Path(), locate={"a.c": found}.get))
        assert file.lines == [1, 0]
