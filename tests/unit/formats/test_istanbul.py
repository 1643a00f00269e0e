import json
from pathlib import Path
from typing import Any

import pytest

from coverup.errors import InvalidReportError
from coverup.formats import istanbul
from coverup.formats.source import Source
from coverup.model import MAX_BRANCHES, FileCoverage, merge
from tests.unit.formats.documents import read, relevant, source_of


def at(line: Any, column: Any = 0) -> dict[str, Any]:
    place = {"line": line, "column": column}
    return {"start": place, "end": {"line": line, "column": None}}


def branch(line: Any, *, kind: str = "if", column: Any = 0, **more: Any) -> dict[str, Any]:
    place = at(line, column)
    return {"type": kind, "loc": place, "locations": [place, {"start": {}, "end": {}}], **more}


def entry(*statements: tuple[Any, Any], **more: Any) -> dict[str, Any]:
    return {
        "path": "/w/src/b.js",
        "statementMap": {str(i): at(line) for i, (line, _) in enumerate(statements)},
        "s": {str(i): hits for i, (_, hits) in enumerate(statements)},
        "fnMap": {},
        "f": {},
        "branchMap": {},
        "b": {},
        **more,
    }


def only(record: dict[str, Any]) -> tuple[FileCoverage, dict[str, int]]:
    [file], skipped = read(istanbul, {"src/b.js": record})
    return file, skipped


class TestLines:
    def test_a_line_has_the_hits_of_its_most_executed_statement(self) -> None:
        file, skipped = only(entry((2, 3), (2, 7), (2, 0), (4, 0)))
        assert (file.path, relevant(file), skipped) == ("/w/src/b.js", {2: 7, 4: 0}, {})

    def test_functions_do_not_count(self) -> None:
        functions = {"fnMap": {"0": {"name": "f", "decl": at(9), "loc": at(9)}}, "f": {"0": 1}}
        assert relevant(only(entry((1, 1), **functions))[0]) == {1: 1}

    def test_ignored_statements_are_left_out(self) -> None:
        record = entry((1, 1), (2, 0))
        record["statementMap"]["1"]["skip"] = True
        assert only(record) == (FileCoverage("/w/src/b.js", [1]), {})

    @pytest.mark.parametrize(
        ("statement", "count", "note"),
        [
            (at(None), 1, "place without a line"),
            ({"start": {}, "end": {}}, 1, "place without a line"),
            ({"start": None}, 1, "place without a line"),
            (at(0), 1, "line number out of range"),
            (at("x"), 1, "line number is not a number"),
            (at(2), "x", "hit count is not a number"),
            (at(2), None, "hit count is not a number"),
            (None, 1, "statementMap has an item without a place or a count"),
        ],
    )
    def test_a_broken_statement_is_noted_and_left_out(
        self, statement: Any, count: Any, note: str
    ) -> None:
        record = entry((1, 1))
        record["statementMap"]["x"], record["s"]["x"] = statement, count
        assert only(record) == (FileCoverage("/w/src/b.js", [1]), {note: 1})

    def test_a_statement_without_a_count_is_noted_and_left_out(self) -> None:
        record = entry((1, 1), (2, 1))
        del record["s"]["1"]
        note = "statementMap has an item without a place or a count"
        assert only(record) == (FileCoverage("/w/src/b.js", [1]), {note: 1})


class TestBranches:
    def test_a_branch_is_known_by_its_id_and_the_number_of_its_way(self) -> None:
        record = entry(branchMap={"0": branch(2), "3": branch(2)}, b={"0": [1, 0], "3": [4, 5, 6]})
        assert only(record)[0].branches == {
            (2, 0, 0): 1,
            (2, 0, 1): 0,
            (2, 3, 0): 4,
            (2, 3, 1): 5,
            (2, 3, 2): 6,
        }

    @pytest.mark.parametrize("column", [True, None, -1, 1e300, "7"])
    def test_a_column_that_is_no_number_is_0(self, column: Any) -> None:
        places = {"0": branch(2, kind="branch", column=column)}
        file, _ = only(entry((2, 1), branchMap=places, b={"0": [3]}))
        assert str(file.branches) == "{(2, 0, 0): 3}"

    def test_v8s_branches_are_known_by_their_column(self) -> None:
        places = [branch(2, kind="branch", column=c) for c in (0, 14, 14)]
        several = entry(branchMap=dict(enumerate(places)), b={"0": [1], "1": [2], "2": [0]})
        fewer = entry(branchMap={"0": places[1]}, b={"0": [5]})
        merged = merge([only(several)[0], only(fewer)[0]])
        assert merged.branches == {(2, 0, 0): 1, (2, 14, 0): 7, (2, 14, 1): 0}

    def test_a_file_may_have_none(self) -> None:
        record = entry((1, 1))
        del record["branchMap"], record["b"]
        assert only(record) == (FileCoverage("/w/src/b.js", [1]), {})

    def test_ids_that_are_no_numbers_do_not_collide(self) -> None:
        record = entry(branchMap={"a": branch(2), "00": branch(2), "0": branch(2)})
        record["b"] = {"a": [1], "00": [2], "0": [3]}
        assert sorted(only(record)[0].branches.values()) == [1, 2, 3]

    @pytest.mark.parametrize(
        "found",
        [
            {"type": "if", "line": 2, "loc": at(7)},
            {"type": "if", "line": None, "loc": at(2)},
            {"type": "if", "locations": [at(2)]},
        ],
    )
    def test_the_line_is_the_decisions(self, found: dict[str, Any]) -> None:
        file, skipped = only(entry(branchMap={"0": found}, b={"0": [1]}))
        assert (file.branches, skipped) == ({(2, 0, 0): 1}, {})

    def test_ignored_ways_are_left_out(self) -> None:
        found = branch(2, locations=[at(2), {**at(3), "skip": True}])
        ignored = branch(3, skip=True)
        record = entry(branchMap={"0": found, "1": ignored}, b={"0": [1, 0], "1": [0, 0]})
        file, skipped = only(record)
        assert (file.branches, skipped) == ({(2, 0, 0): 1}, {})

    @pytest.mark.parametrize(
        ("found", "counts", "note"),
        [
            ({"type": "if"}, [1], "place without a line"),
            (branch(10**12), [1], "line number out of range"),
            (branch(2), 5, "counts of a branch are not an array"),
            (branch(2), ["x"], "hit count is not a number"),
            (5, [1], "branchMap has an item without a place or a count"),
        ],
    )
    def test_a_broken_branch_is_noted_and_left_out(
        self, found: Any, counts: Any, note: str
    ) -> None:
        file, skipped = only(entry(branchMap={"0": found}, b={"0": counts}))
        assert (file.branches, skipped) == ({}, {note: 1})

    def test_a_line_has_no_more_branches_than_a_line_can_have(self) -> None:
        record = entry(branchMap={"0": branch(2)}, b={"0": [1] * (MAX_BRANCHES + 2)})
        file, skipped = only(record)
        assert len(file.branches) == MAX_BRANCHES
        assert skipped == {f"more than {MAX_BRANCHES} branches on a line": 2}


class TestFiles:
    def test_old_versions_wrap_what_they_measured(self) -> None:
        source = source_of({"/w/src/b.js": {"data": entry((1, 4))}})
        assert istanbul.sniff(source)
        assert [file.lines for file in istanbul.read(source)] == [[4]]

    def test_a_file_without_a_path_has_that_of_its_key(self) -> None:
        files, _ = read(istanbul, {"src/c.js": entry((1, 1), path=None)})
        assert [file.path for file in files] == ["src/c.js"]

    @pytest.mark.parametrize(
        "broken",
        [
            {"path": "src/b.js", "statementMap": None, "s": {"0": 1}},
            {"path": "src/b.js", "statementMap": {}, "s": [1]},
            {"path": 5, "statementMap": {}, "s": {}},
            None,
        ],
    )
    def test_a_broken_file_is_noted_and_left_out(self, broken: Any) -> None:
        files, skipped = read(istanbul, {"a.js": broken, "b.js": entry((1, 1))})
        assert [file.path for file in files] == ["/w/src/b.js"]
        assert skipped == {"file without a name or without statements": 1}

    def test_transpiled_code_is_left_out_with_a_remark(self) -> None:
        transpiled = entry((9, 1), path="/w/c.ts", inputSourceMap={"version": 3, "mappings": ""})
        source = source_of({"a": entry((1, 1)), "c": transpiled})
        assert [file.path for file in istanbul.read(source)] == ["/w/src/b.js"]
        [remark] = source.notes.remarks
        assert "1 file left out, measured as transpiled code" in remark

    def test_a_stub_of_a_file_that_was_never_loaded_counts(self) -> None:
        assert only(entry((1, 0), (2, 0), all=True))[0].lines == [0, 0]

    def test_parts_add_up_and_replace_stubs(self, tmp_path: Path) -> None:
        parts = [
            {"src/b.js": entry((1, 0), (2, 0), all=True)},
            {"src/b.js": entry((1, 1))},
            {"src/b.js": entry((1, 2)), "c.js": entry((1, 0), path="c.js", all=True)},
        ]
        paths = [tmp_path / f"{number}.json" for number in range(len(parts))]
        for path, part in zip(paths, parts, strict=True):
            path.write_text(json.dumps(part))
        source = Source(paths[0], "all", tmp_path, parts=tuple(paths))
        files = list(istanbul.read(source))
        assert [(file.path, file.lines) for file in files] == [
            ("/w/src/b.js", [1]),
            ("/w/src/b.js", [2]),
            ("c.js", [0]),
        ]

    def test_a_broken_part_is_named(self, tmp_path: Path) -> None:
        paths = tmp_path / "a.json", tmp_path / "b.json"
        paths[0].write_text(json.dumps({"b.js": entry((1, 1))}))
        paths[1].write_text('{"b.js": {"path": "src/b.js", "statementMap": {"0": {"start": {"li')
        with pytest.raises(InvalidReportError, match=r"^b\.json:1: not valid JSON"):
            list(istanbul.read(Source(paths[0], "all", tmp_path, parts=paths)))

    def test_a_byte_order_mark_makes_no_difference(self) -> None:
        source = source_of(b"\xef\xbb\xbf" + json.dumps({"b.js": entry((1, 1))}).encode())
        assert istanbul.sniff(source)
        assert [file.lines for file in istanbul.read(source)] == [[1]]


class TestSniff:
    @pytest.mark.parametrize(
        "other",
        [
            {"total": {"lines": {"total": 1}}, "/x/a.js": {"lines": {"total": 1}}},
            {"result": [{"scriptId": "1", "url": "a.js", "functions": []}]},
            {"a.js": {"lineData": [None, 1]}},
            {"a.js": {"statementMap": {}}},
            {"a.js": [{"line": 1, "isExecutable": True}]},
            [entry((1, 1))],
            b"42",
        ],
    )
    def test_another_document_is_neither_recognised_nor_read(self, other: Any) -> None:
        assert not istanbul.sniff(source_of(other))
        with pytest.raises(InvalidReportError, match="not Istanbul's JSON"):
            list(istanbul.read(source_of(other)))

    def test_an_empty_report_is_read_when_it_is_forced(self) -> None:
        assert not istanbul.sniff(source_of({}))
        assert read(istanbul, {}) == ([], {})


class TestEqualKeys:
    def test_a_file_that_stands_twice_in_the_report_is_yielded_twice(self) -> None:
        one, other = (json.dumps(entry((1, hits), (2, 0))) for hits in (2, 3))
        files, skipped = read(istanbul, f'{{"src/b.js": {one}, "src/b.js": {other}}}'.encode())
        assert [relevant(file) for file in files] == [{1: 2, 2: 0}, {1: 3, 2: 0}]
        assert not skipped

    def test_the_word_in_a_string_is_no_key(self) -> None:
        record = entry((1, 2)) | {"code": '{"statementMap": "statementMap"}'}
        [file], skipped = read(istanbul, {"src/b.js": record})
        assert (relevant(file), skipped) == ({1: 2}, {})
