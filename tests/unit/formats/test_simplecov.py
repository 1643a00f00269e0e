import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import simplecov
from coverup.formats._simplecov_skips import find_skips
from coverup.formats.source import Source
from coverup.model import MAX_HITS, MAX_LINE, FileCoverage

CORPUS = Path(__file__).parents[2] / "data/corpus/simplecov-branch-two-suites"


def source_of(document: object) -> Source:
    content = json.dumps(document).encode()
    return Source(Path(".resultset.json"), ".resultset.json", Path(), content=content)


def suites(*entries: object) -> Source:
    """Return the report of suites that measured one file."""
    return source_of(
        {str(n): {"coverage": {"/a.rb": e}, "timestamp": 1} for n, e in enumerate(entries)}
    )


def only(source: Source) -> FileCoverage:
    (file,) = simplecov.read(source)
    return file


def by_line(file: FileCoverage) -> dict[str, list[int]]:
    counted: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (line, _, _), hits in file.branches.items():
        counted[str(line)][0] += 1
        counted[str(line)][1] += bool(hits)
    return dict(counted)


@pytest.mark.parametrize("has_sources", [True, False])
def test_two_real_suites_are_merged_as_ruby_itself_counts(has_sources: bool) -> None:
    path = CORPUS / "repo/coverage/.resultset.json"
    source = Source(path, path.name, CORPUS)
    document = json.loads((CORPUS / "expected.json").read_bytes())
    if has_sources:
        root = document["generated_root"]
        source.locate = lambda name: CORPUS / "repo" / name.removeprefix(f"{root}/")
    files = {each.path: each for each in simplecov.read(source)}
    assert len(files) == len(document["source_files"])
    for name, expected in document["source_files"].items():
        skipped = {str(line) for line in document["nocov_lines"][name] if has_sources}
        file = files[f"{document['generated_root']}/{name}"]
        hits = {str(n): hits for n, hits in enumerate(file.lines, 1) if hits is not None}
        wanted = expected["hits"].items()
        assert hits == {line: count for line, count in wanted if line not in skipped}
        assert by_line(file) == expected["branches_by_line"]
    assert not source.notes.skipped


class TestLines:
    @pytest.mark.parametrize(
        "entry", [[1, None, 0], {"lines": [1, None, 0]}, {"lines": ["1", "ignored", 0]}]
    )
    def test_lines_are_a_list_or_in_an_object(self, entry: object) -> None:
        source = suites(entry)
        assert only(source).lines == [1, None, 0]
        assert not source.notes.skipped

    def test_hits_of_suites_add_up(self) -> None:
        assert only(suites([1, 0, None], {"lines": [2, 0, None, 4]})).lines == [3, 0, None, 4]

    @pytest.mark.parametrize("turned", [False, True])
    def test_where_the_file_was_loaded_null_beats_the_zeros_of_a_suite_that_did_not_load_it(
        self, turned: bool
    ) -> None:
        entries = [[0, 0, 0], [1, 0, None]]
        assert only(suites(*(entries[::-1] if turned else entries))).lines == [1, 0, None]

    def test_zeros_stay_when_no_suite_loaded_the_file(self) -> None:
        assert only(suites([0, 0, None], [0, 0, None])).lines == [0, 0, None]

    def test_oneshot_lines_are_hit_once_and_the_user_is_told(self) -> None:
        source = suites({"oneshot_lines": [2, 4]}, {"oneshot_lines": [2, 0]})
        file = only(source)
        assert (file.lines, file.counted) == ([None, 1, None, 1], False)
        assert "oneshot_lines" in source.notes.remarks[0]
        assert source.notes.skipped == {"line number out of range": 1}

    def test_branches_may_be_all_there_is(self) -> None:
        source = suites({"branches": {"[:if, 0, 1, 0, 1, 9]": {"[:then, 1, 1, 2, 1, 3]": 1}}})
        assert only(source).branches == {(1, 0, 0): 1}
        assert not source.notes.skipped


class TestBranches:
    def test_ids_make_no_difference(self) -> None:
        one = {"[:if, 0, 2, 0, 4, 3]": {"[:then, 1, 3, 0, 3, 1]": 1, "[:else, 2, 2, 0, 4, 3]": 0}}
        two = {"[:if, 7, 2, 0, 4, 3]": {"[:else, 8, 2, 0, 4, 3]": 3, "[:then, 9, 3, 0, 3, 1]": 4}}
        file = only(suites({"lines": [1], "branches": one}, {"lines": [1], "branches": two}))
        assert file.branches == {(2, 0, 0): 3, (2, 0, 1): 5}

    def test_conditions_of_a_line_are_numbered_by_their_place_in_any_order(self) -> None:
        inner = ("[:if, 0, 5, 9, 5, 12]", {"[:then, 1, 5, 10, 5, 11]": 1})
        outer = ('[:"&.", 3, 5, 0, 5, 20]', {"[:then, 4, 5, 0, 5, 20]": 2})
        for pair in ((inner, outer), (outer, inner)):
            file = only(suites({"lines": [1], "branches": dict(pair)}))
            assert file.branches == {(5, 0, 0): 2, (5, 1, 0): 1}

    @pytest.mark.parametrize(
        "kind", ["if", "unless", "case", "while", "until", '"&."', "when", "else", "body"]
    )
    def test_every_kind_of_condition_is_read(self, kind: str) -> None:
        branches = {f"[:{kind}, 0, 1, 0, 1, 9]": {f"[:{kind}, 1, 1, 2, 1, 3]": 1}}
        source = suites({"lines": [1], "branches": branches})
        assert only(source).branches == {(1, 0, 0): 1}
        assert not source.notes.skipped

    @pytest.mark.parametrize(
        ("branches", "note"),
        [
            ({"[:if, 0": {"x": 1}}, "branch condition without a place"),
            ({"[:if, 0, 0, 0, 1, 9]": {}}, "branch condition without a place"),
            ({f"[:if, 0, {MAX_LINE + 1}, 0, 1, 9]": {}}, "branch condition without a place"),
            ({"[:if, 0, 1, 0, 1, 9]": {"x": 1}}, "branch without a place"),
            ({"[:if, 0, 1, 0, 1, 9]": {"[:then, 1, 1, 2, 1, 3]": None}}, "hit count is not a"),
            ({"[:if, 0, 1, 0, 1, 9]": [1]}, "branches is not an object"),
            ([1], "branches is not an object"),
        ],
    )
    def test_a_broken_branch_is_noted_and_left_out(self, branches: object, note: str) -> None:
        source = suites({"lines": [1], "branches": branches})
        assert only(source).branches == {}
        [(problem, count)] = source.notes.sorted()
        assert (problem.startswith(note), count) == (True, 1)


class TestSkips:
    RUBY = """\
def a
  # :nocov:
  b if c
  # :nocov:
end
d # simplecov:disable
"""

    def test_what_comments_leave_out_is_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "a.rb").write_text(self.RUBY)
        arms = {"[:then, 1, 3, 2, 3, 3]": 1, "[:else, 2, 5, 0, 5, 3]": 1}
        entry = {"lines": [1, None, 2, None, None, 3], "branches": {"[:if, 0, 1, 0, 6, 3]": arms}}
        source = suites(entry)
        source.locate = lambda name: tmp_path / name.strip("/")
        file = only(source)
        assert file.lines == [1, None, None, None, None, None]
        assert file.branches == {(1, 0, 1): 1}
        assert only(suites(entry)).lines == entry["lines"]

    def test_a_source_that_cannot_be_read_leaves_everything_in(self, tmp_path: Path) -> None:
        source = suites([1])
        source.locate = lambda _name: tmp_path
        assert only(source).lines == [1]

    @pytest.mark.parametrize(
        ("text", "lines", "branches"),
        [
            ("a\n#:nocov: why\nb\n  # :nocov:\n", [(2, 4)], [(2, 4)]),
            ("a\n# :nocov:\nb\n", [(2, MAX_LINE)], [(2, MAX_LINE)]),
            ("a # :nocov:\n", [], []),
            ("# simplecov:disable\na\n# simplecov:enable\n", [(1, 3)], [(1, 3)]),
            ("# simplecov:disable line\na\n# simplecov:enable\n", [(1, 3)], []),
            ("#simplecov : disable branch, line old code\n", [(1, MAX_LINE)], [(1, MAX_LINE)]),
            ("# simplecov:disable method\na\n# simplecov:enable\n", [], []),
            (
                "# simplecov:disable cyclomatic\n# simplecov:enable branch\n",
                [(1, MAX_LINE)],
                [(1, 2)],
            ),
            ("a # simplecov:disable branch\nb # simplecov:enable\n", [], [(1, 1)]),
            ("# simplecov:enable\n# simplecov:disabled\n", [], []),
            ("# simplecov:disable line\n# simplecov:disable line\n", [(1, MAX_LINE)], []),
        ],
    )
    def test_comments_are_understood_as_simplecov_does(
        self, text: str, lines: list[tuple[int, int]], branches: list[tuple[int, int]]
    ) -> None:
        skips = find_skips(text.encode().splitlines(keepends=True))
        assert (skips.lines, skips.branches) == (lines, branches)


class TestBroken:
    @pytest.mark.parametrize(
        ("document", "note"),
        [
            ({"RSpec": None}, "suite without coverage"),
            ({"RSpec": {"coverage": None}}, "suite without coverage"),
            ({"RSpec": {"coverage": {"/a.rb": None}}}, "file without coverage"),
            ({"RSpec": {"coverage": {"": [1]}}}, "file without a name"),
        ],
    )
    def test_a_broken_part_is_noted_and_left_out(self, document: Any, note: str) -> None:
        source = source_of(document | {"good": {"coverage": {"/b.rb": [1]}, "timestamp": "y"}})
        assert simplecov.sniff(source)
        assert only(source).path == "/b.rb"
        assert source.notes.skipped == {note: 1}

    def test_lines_that_are_no_list_are_noted(self) -> None:
        source = suites({"lines": {"1": 1}})
        assert only(source).lines == []
        assert source.notes.skipped == {"lines is not a list": 1}

    def test_lines_that_are_null_are_absent(self) -> None:
        source = suites({"lines": None, "branches": {}})
        assert only(source).lines == []
        assert not source.notes.skipped


HITS = st.none() | st.integers(0, 9)


@given(st.lists(st.lists(HITS, max_size=8), min_size=1, max_size=4), st.randoms())
def test_suites_merge_alike_in_any_order(lines: list[list[int | None]], chance: Any) -> None:
    shuffled = chance.sample(lines, len(lines))
    assert only(suites(*lines)).totals() == only(suites(*shuffled)).totals()


@given(
    st.lists(st.none() | st.integers(0, MAX_HITS), max_size=20),
    st.dictionaries(
        st.tuples(st.integers(1, 50), st.integers(0, 9)), st.lists(st.integers(0, 9), min_size=1)
    ),
)
def test_what_is_written_is_read(
    lines: list[int | None], conditions: dict[tuple[int, int], list[int]]
) -> None:
    branches = {
        f"[:case, {column}, {line}, {column}, 60, 0]": {
            f"[:when, 99, {line}, {number}, {line}, 80]": hits for number, hits in enumerate(arms)
        }
        for (line, column), arms in conditions.items()
    }
    file = only(suites({"lines": lines, "branches": branches}))
    columns = defaultdict(list)
    for line, column in sorted(conditions):
        columns[line].append(column)
    assert file.lines == lines
    assert file.branches == {
        (line, columns[line].index(column), number): hits
        for (line, column), arms in conditions.items()
        for number, hits in enumerate(arms)
    }
