from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import gcov_intermediate as gcov_i
from coverup.model import MAX_HITS
from tests.unit.formats.xml_reports import merged, relevant, report

GCC_5 = (
    "file:src/a.c\nfunction:3,2,main\nlcount:3,2\nbranch:3,taken\nbranch:3,nottaken\nlcount:4,0\n"
)
GCC_8 = (
    "version:8.3.0\nfile:src/a.c\nfunction:3,5,2,main\nlcount:3,2,1\nbranch:3,taken\n"
    "branch:3,nottaken\nlcount:4,0,0\n"
)


@pytest.mark.parametrize("content", [GCC_5, GCC_8, GCC_8.replace("\n", "\r\n")])
def test_the_text_of_each_version_is_read(content: str) -> None:
    source = report(content)
    assert gcov_i.sniff(source)
    (file,) = gcov_i.read(source)
    assert (file.path, relevant(file)) == ("src/a.c", {3: 2, 4: 0})
    assert file.branches == {(3, 0, 0): 1, (3, 0, 1): 0}
    assert not source.notes.skipped


def test_a_branch_that_was_never_executed_was_not_taken() -> None:
    (file,) = gcov_i.read(report("file:a.c\nlcount:1,0\nbranch:1,notexec\n"))
    assert file.branches == {(1, 0, 0): 0}


def test_instances_of_a_template_add_up() -> None:
    one, two = "branch:1,taken\nbranch:1,nottaken\n", "branch:1,nottaken\nbranch:1,taken\n"
    (file,) = gcov_i.read(report(f"file:a.h\nlcount:1,2\n{one}lcount:1,3\n{two}"))
    assert relevant(file) == {1: 5}
    assert file.branches == {(1, 0, 0): 1, (1, 0, 1): 1}


def test_a_report_has_many_files() -> None:
    files = gcov_i.read(report("file:a.c\nlcount:1,1\nfile:b.h\nlcount:2,0\n"))
    assert {file.path: relevant(file) for file in files} == {"a.c": {1: 1}, "b.h": {2: 0}}


@pytest.mark.parametrize(("honoured", "expected"), [(True, {2: 1}), (False, {1: 0, 2: 1})])
def test_markers_in_the_source_leave_out_lines_on_request(
    honoured: bool, expected: dict[int, int], tmp_path: Path
) -> None:
    (tmp_path / "a.c").write_text("a; // LCOV_EXCL_LINE\nb;\n")
    source = report("file:a.c\nlcount:1,0\nlcount:2,1\n")
    source.lcov_exclusions, source.locate = honoured, tmp_path.joinpath
    (file,) = gcov_i.read(source)
    assert relevant(file) == expected


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("hello", "unknown record"),
        ("lcount:x,1", "line number is not a number"),
        ("lcount:0,1", "line number out of range"),
        ("lcount:100000000000,1", "line number out of range"),
        ("lcount:3", "hit count is not a number"),
        ("lcount:3,-7", "negative hit count taken as 0"),
        ("branch:3,perhaps", "unknown kind of branch"),
        ("branch:x,taken", "line number is not a number"),
    ],
)
def test_a_record_that_cannot_be_right_is_counted(record: str, problem: str) -> None:
    source = report(f"file:a.c\nlcount:1,1\n{record}\nlcount:2,1\n")
    (file,) = gcov_i.read(source)
    assert (file.hits_of(1), file.hits_of(2)) == (1, 1)
    assert source.notes.skipped == {problem: 1}
    assert source.notes.places == {problem: 3}


def test_a_section_without_a_file_name_is_left_out_and_counted() -> None:
    source = report("file:\nlcount:1,1\nfile:a.c\nlcount:2,2\n")
    (file,) = gcov_i.read(source)
    assert relevant(file) == {2: 2}
    assert source.notes.skipped == {"section without a file name": 1}


@pytest.mark.parametrize("content", ["", "lcount:1,1\n", "file: a\nhello\n"])
def test_another_file_is_not_claimed(content: str) -> None:
    assert not gcov_i.sniff(report(content))


def test_a_report_that_names_no_file_is_refused() -> None:
    with pytest.raises(InvalidReportError, match="no file: line"):
        list(gcov_i.read(report("lcount:1,1\n")))


@given(
    st.dictionaries(
        st.text("abé/ ", min_size=1).map(lambda name: f"x{name}.c"),
        st.dictionaries(
            st.integers(1, 200), st.tuples(st.integers(0, MAX_HITS), st.lists(st.booleans()))
        ),
        min_size=1,
    )
)
def test_what_is_written_is_read(files: dict[str, dict[int, tuple[int, list[bool]]]]) -> None:
    written = "".join(
        f"file:{path}\n"
        + "".join(
            f"lcount:{line},{hits}\n"
            + "".join(f"branch:{line},{'taken' if taken else 'nottaken'}\n" for taken in branches)
            for line, (hits, branches) in lines.items()
        )
        for path, lines in files.items()
    )
    found = merged(gcov_i.read(report(written)))
    assert set(found) == set(files)
    for path, lines in files.items():
        assert relevant(found[path]) == {line: hits for line, (hits, _) in lines.items()}
        assert found[path].branches == {
            (line, 0, number): int(taken)
            for line, (_, branches) in lines.items()
            for number, taken in enumerate(branches)
        }
