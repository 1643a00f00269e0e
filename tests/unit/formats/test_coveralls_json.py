import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.errors import InvalidReportError
from coverup.formats import coveralls_json
from coverup.formats.source import Source
from coverup.model import FileCoverage

DATA = Path(__file__).parents[2] / "data"
SECRET = "SECRET-token"


def source_of(*entries: Any, **others: object) -> Source:
    content = json.dumps({"source_files": entries, **others}).encode()
    return Source(Path("coveralls.json"), "coveralls.json", Path(), content=content)


def only(source: Source) -> FileCoverage:
    (file,) = coveralls_json.read(source)
    return file


def test_a_real_report_gives_what_another_source_says() -> None:
    folder = DATA / "corpus/gcovr-all"
    source = Source(folder / "repo/coveralls.json", "coveralls.json", folder)
    source.locate = (folder / "repo").joinpath
    expected = json.loads((folder / "expected.json").read_bytes())["source_files"]
    files = {file.path: file for file in coveralls_json.read(source)}
    assert files.keys() == expected.keys()
    for name, wanted in expected.items():
        hits = {str(n): hits for n, hits in enumerate(files[name].lines, 1) if hits is not None}
        assert hits == wanted["hits"]
        for line, (total, taken) in wanted["branches_by_line"].items():
            counts = [n for key, n in files[name].branches.items() if key[0] == int(line)]
            assert (len(counts), sum(1 for count in counts if count)) == (total, taken)
        assert len(files[name].branches) == wanted["branches_total"]
    assert not source.notes.skipped
    assert not source.notes.remarks


def test_a_document_may_bring_its_sources() -> None:
    path = DATA / "coveralls/excoveralls.json"
    file = only(Source(path, path.name, DATA))
    assert (file.path, file.lines) == ("lib/app.ex", [None, 4, None, 0, None])


@pytest.mark.parametrize("branches", [{}, {"branches": None}, {"branches": []}])
def test_branches_may_be_absent(branches: dict[str, object]) -> None:
    source = source_of({"name": "a.c", "coverage": [1], **branches})
    assert only(source).branches == {}
    assert not source.notes.skipped


def test_a_branch_that_is_there_twice_adds_up() -> None:
    numbers = [1, 0, 7, 1, 1, 0, 7, 2]
    source = source_of({"name": "a.c", "coverage": [1], "branches": numbers})
    assert only(source).branches == {(1, 0, 7): 3}


def test_bad_cells_are_corrected_or_left_out_and_noted() -> None:
    source = source_of(
        {"name": "src/a.c", "coverage": "[1,null,0]"},
        {"name": "src/b.py", "coverage": [1, "2", -1, 1.5, True], "branches": [1, 2, 3]},
        {"coverage": [1]},
    )
    first, second = coveralls_json.read(source)
    assert first.lines == [1, None, 0]
    assert (second.lines, second.branches) == ([1, 2, 0, 1, None], {})
    assert source.notes.skipped == {
        "negative hit count taken as 0": 1,
        "hit count is not a number": 1,
        "branches are not groups of four numbers": 1,
        "source file without a name": 1,
    }


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ({"coverage": "[1"}, "coverage is not a list"),
        ({"coverage": "1"}, "coverage is not a list"),
        ({"coverage": None}, "coverage is not a list"),
        ({}, "coverage is not a list"),
        ({"coverage": {"1": 1}}, "coverage is not a list"),
        ({"branches": "x"}, "branches are not groups of four numbers"),
        ({"branches": [0, 0, 0, 1]}, "line number out of range"),
        ({"branches": [None, 0, 0, 1]}, "line number is not a number"),
        ({"branches": [1, -1, 0, 1]}, "branch without block or id"),
        ({"branches": [1, 0, "0", 1]}, "branch without block or id"),
        ({"branches": [1, 0, 2**60, 1]}, "branch without block or id"),
        ({"branches": [1, 0, 0, None]}, "hit count is not a number"),
    ],
)
def test_a_broken_part_of_a_file_is_noted_and_left_out(entry: dict[str, Any], note: str) -> None:
    full = {"name": "a.c", **({"coverage": []} if "branches" in entry else {}), **entry}
    source = source_of(full)
    file = only(source)
    assert (file.lines, file.branches) == ([], {})
    assert source.notes.skipped == {note: 1}


@pytest.mark.parametrize("entry", [None, 1, [], {"name": 1}, {"name": ""}])
def test_an_entry_without_a_name_is_noted(entry: object) -> None:
    source = source_of(entry)
    assert list(coveralls_json.read(source)) == []
    assert source.notes.skipped == {"source file without a name": 1}


class TestDigests:
    @pytest.fixture
    def measured(self, tmp_path: Path) -> Source:
        (tmp_path / "a.c").write_bytes(b"int a;\r\n")
        source = source_of({"name": "a.c", "coverage": [1], "source_digest": "0" * 32})
        source.locate = tmp_path.joinpath
        return source

    def test_a_source_that_has_changed_is_told(self, measured: Source) -> None:
        assert only(measured).lines == [1]
        [remark] = measured.notes.remarks
        assert remark.startswith("measured of other versions of 1 sources, such as a.c")

    @pytest.mark.parametrize("text", [b"int a;\r\n", b"int a;\n"])
    def test_the_same_source_is_fine_whatever_its_line_ends(
        self, text: bytes, tmp_path: Path
    ) -> None:
        (tmp_path / "a.c").write_bytes(b"int a;\r\n")
        digest = hashlib.md5(text).hexdigest()
        source = source_of({"name": "a.c", "coverage": [1], "source_digest": digest})
        source.locate = tmp_path.joinpath
        list(coveralls_json.read(source))
        assert not source.notes.remarks

    def test_a_source_that_is_not_here_is_not_compared(self, measured: Source) -> None:
        measured.locate = lambda _name: None
        list(coveralls_json.read(measured))
        assert not measured.notes.remarks

    def test_a_source_that_cannot_be_read_is_not_compared(
        self, measured: Source, tmp_path: Path
    ) -> None:
        measured.locate = lambda _name: tmp_path
        list(coveralls_json.read(measured))
        assert not measured.notes.remarks


def test_tokens_and_other_data_of_the_sender_are_neither_kept_nor_shown() -> None:
    document = {"repo_token": SECRET, "git": {"branch": SECRET}, "service_name": SECRET}
    source = source_of({"name": "a.c", "coverage": [1], "x": SECRET}, {"x": SECRET}, **document)
    files = list(coveralls_json.read(source))
    assert SECRET not in repr(files)
    assert SECRET not in repr(source.notes)
    forced = source_of(repo_token=SECRET)
    forced.content = json.dumps({"repo_token": SECRET}).encode()
    with pytest.raises(InvalidReportError) as told:
        list(coveralls_json.read(forced))
    assert SECRET not in f"{told.value}{told.value.hint}"


@given(
    st.lists(st.none() | st.integers(0, 2**53 - 1), max_size=20),
    st.dictionaries(
        st.tuples(st.integers(1, 10**7), st.integers(0, 9), st.integers(0, 9)),
        st.integers(0, 2**53 - 1),
    ),
)
def test_what_is_written_is_read(
    lines: list[int | None], branches: dict[tuple[int, int, int], int]
) -> None:
    flat = [number for key, hits in branches.items() for number in (*key, hits)]
    source = source_of({"name": "ä b.c", "coverage": lines, "branches": flat})
    assert only(source) == FileCoverage("ä b.c", lines=lines, branches=branches)
