"""Laws that hold for any input: of merging, of paths, of the job document."""

import gzip
import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from coverup.coveralls import job
from coverup.coveralls.document import Document
from coverup.model import MAX_HITS, FileCoverage, Totals, merge, percent
from coverup.paths.normal import collapse, is_absolute, join, normalise
from coverup.paths.suffix import SuffixIndex
from coverup.render.console import visible

LINES = st.integers(1, 12) | st.sampled_from([100_001, 160_000, 250_000])
HITS = st.integers(0, 3) | st.sampled_from([MAX_HITS - 1, MAX_HITS])
KEYS = st.tuples(st.integers(1, 12), st.integers(0, 2), st.integers(0, 2))
COUNTS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda pair: (max(pair), min(pair)))


@st.composite
def measured(draw: st.DrawFn, kind: st.SearchStrategy[bool]) -> FileCoverage:
    """One report's measurement of the file `a.py`."""
    file = FileCoverage("a.py", counted=draw(kind))
    for line, hits in draw(st.lists(st.tuples(LINES, HITS), max_size=8)):
        file.hit(line, hits)
    for key, hits in draw(st.dictionaries(KEYS, HITS, max_size=4)).items():
        file.take(key, hits)
    for line, count in draw(st.dictionaries(st.integers(1, 12), COUNTS, max_size=4)).items():
        file.count_branches(line, *count)
    return file


ANY = measured(st.booleans())
GROUPS = st.booleans().flatmap(lambda kind: st.tuples(*[measured(st.just(kind))] * 3))


class TestMerging:
    @given(st.lists(ANY, min_size=1, max_size=4), st.randoms(use_true_random=False))
    def test_order_does_not_matter(self, parts: list[FileCoverage], random: Random) -> None:
        shuffled = list(parts)
        random.shuffle(shuffled)
        assert merge(shuffled) == merge(parts)

    @given(GROUPS)
    def test_grouping_does_not_matter_within_a_kind(self, group: tuple[FileCoverage, ...]) -> None:
        one, other, third = group
        assert merge([merge([one, other]), third]) == merge([one, merge([other, third])])
        assert merge([merge([one, other]), third]) == merge(group)

    @given(st.lists(ANY, min_size=1, max_size=5))
    def test_groups_of_each_kind_merge_to_the_whole(self, parts: list[FileCoverage]) -> None:
        kinds = [[part for part in parts if part.counted is kind] for kind in (True, False)]
        assert merge([merge(kind) for kind in kinds if kind]) == merge(parts)

    @given(ANY)
    def test_a_file_without_lines_changes_nothing(self, file: FileCoverage) -> None:
        nothing = FileCoverage("a.py", counted=file.counted)
        assert merge([file, nothing]) == merge([nothing, file]) == file

    @given(st.lists(ANY, min_size=1, max_size=4))
    def test_the_parts_stay_as_they_are(self, parts: list[FileCoverage]) -> None:
        before = [repr(part) for part in parts]
        merge(parts)
        assert [repr(part) for part in parts] == before

    @given(st.lists(ANY, min_size=1, max_size=4), st.integers(0, 300))
    def test_merging_and_fitting_may_come_in_either_order(
        self, parts: list[FileCoverage], length: int
    ) -> None:
        late = merge([merge(parts), FileCoverage("a.py")])
        late.fit(length)
        for part in parts:
            part.fit(length)
        early = merge(parts)
        assert (early.lines, early.all_branches()) == (late.lines, late.all_branches())
        assert len(early.lines) == length

    @given(ANY)
    def test_no_more_is_covered_than_is_relevant(self, file: FileCoverage) -> None:
        totals = file.totals()
        assert 0 <= totals.covered_lines <= totals.lines
        assert 0 <= totals.covered_branches <= totals.branches == len(file.all_branches())
        assert totals + Totals() == totals


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_percentage_is_between_none_and_all(one: int, other: int) -> None:
    covered, relevant = sorted((one, other))
    share = percent(covered, relevant)
    if share is not None:
        assert 0 <= share <= 100
        assert (share == 100) is (covered == relevant)
        assert (share == 0) is (covered == 0)


PARTS = st.sampled_from(["a", "b c", "é", "..", ".", "", "x.py", "C:", "file:", "webpack:", "%41"])
PATHS = st.lists(PARTS | st.text("ab./\\%", max_size=4), max_size=7).flatmap(
    lambda parts: st.sampled_from(["/", "\\"]).map(lambda separator: separator.join(parts))
)


class TestPaths:
    @given(PATHS)
    def test_what_is_normal_stays_as_it_is(self, path: str) -> None:
        for tidy in (normalise, collapse):
            assert tidy(tidy(path)) == tidy(path)

    @given(st.text())
    def test_any_text_has_a_normal_form(self, path: str) -> None:
        parts = normalise(path).removeprefix("/").split("/")
        assert parts == [""] or not {"", "."} & set(parts)

    @given(PATHS, PATHS)
    def test_a_joined_path_is_below_its_base_or_climbs_by_itself(
        self, base: str, path: str
    ) -> None:
        base, path = normalise(base), normalise(path)
        if is_absolute(path):
            assert join(base, path) == path
        elif ".." not in path.split("/") and ".." not in base.split("/"):
            assert join(base, path) == collapse(f"{base}/{path}" if base else path)

    NAMES = st.lists(st.sampled_from(["a", "b", "src"]), min_size=1, max_size=4).map("/".join)

    @given(st.sets(NAMES, max_size=12), st.lists(NAMES, max_size=8), st.sampled_from(["", "/r/"]))
    def test_what_is_found_by_its_end_is_there_and_ends_alike(
        self, names: set[str], paths: list[str], front: str
    ) -> None:
        index = SuffixIndex(names)
        paths = [front + path for path in paths]
        rebases = index.learn(paths)
        for path in paths:
            rebased = [name for name, _ in index.rebased(path, rebases)]
            for name in (*rebased, *index.longest(path, partly=True)):
                assert name in names
                assert name.rpartition("/")[2] == path.rpartition("/")[2]

    @given(st.sets(NAMES, max_size=12), st.lists(NAMES, max_size=8), st.randoms())
    def test_what_is_learned_does_not_depend_on_the_reports_order(
        self, names: set[str], paths: list[str], random: Random
    ) -> None:
        shuffled = list(paths)
        random.shuffle(shuffled)
        index = SuffixIndex(names)
        assert index.learn(shuffled) == index.learn(paths)


ANY_TEXT = st.text(st.characters(exclude_categories=()))


class TestJob:
    @given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY)
    def test_any_document_is_valid_json_in_utf_8(
        self, name: str, message: str, flag: str, file: FileCoverage
    ) -> None:
        file.fit(20)
        entry = job.source_file(name, "d41d8", file, message.encode(errors="surrogatepass"))
        git = {"head": {"message": message}, "remotes": [{"name": name, "url": flag}]}
        document = json.loads(
            job.encode(job.build({"flag_name": flag}, git, [entry])).plain().decode("utf-8"),
            parse_constant=_refuse,
        )
        assert document["source_files"][0]["coverage"] == file.lines
        assert len(document["source_files"][0].get("branches", [])) == 4 * len(file.all_branches())

    @given(st.binary())
    def test_what_is_packed_comes_back(self, content: bytes) -> None:
        document = Document.of(b"{" + content)
        assert gzip.decompress(document.gzipped()) == document.plain() == b"{" + content


def _refuse(constant: str) -> None:
    raise AssertionError(constant)


@given(ANY_TEXT)
def test_whatever_is_written_can_be_printed_and_is_no_command(text: str) -> None:
    shown = visible(text)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert not any(line.strip().startswith("::") for line in shown.split("\n"))
    assert "##[" not in shown
    shown.encode("utf-8")
