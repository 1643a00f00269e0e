"""Files by the ends of their paths, as the paths of one report teach together."""

from collections import defaultdict

import pytest

from coverup.paths.candidates import Candidates
from coverup.paths.endings import Endings, Found, Spelling
from coverup.paths.normal import folded
from coverup.paths.placed import Mapping
from coverup.paths.suffix import SuffixIndex

NAMES = ("web/src/a.js", "web/src/b.js", "api/src/c.js", "node_modules/x/src/d.js", "src/App.js")


def exact() -> Spelling:
    return Spelling(str, SuffixIndex(NAMES))


def in_any_case(*names: str) -> Spelling:
    originals = defaultdict(list)
    for name in names or NAMES:
        originals[folded(name)].append(name)
    return Spelling(folded, SuffixIndex(originals), originals)


def find(spelling: Spelling, *paths: str) -> list[Found]:
    candidates = [Candidates(path) for path in paths]
    endings = Endings(spelling, candidates)
    return [endings.find(each) for each in candidates]


def test_a_front_that_two_files_teach_is_a_mapping() -> None:
    found = find(exact(), "/x/src/a.js", "/x/src/b.js")
    mapping = Mapping("/x", "web")
    assert found == [Found(["web/src/a.js"], mapping), Found(["web/src/b.js"], mapping)]


def test_a_mapping_is_in_the_reports_own_spelling() -> None:
    first, _ = find(in_any_case(), "C:/Shop/SRC/A.js", "C:/Shop/src/b.js")
    assert list(first.names) == ["web/src/a.js"]
    assert first.mapping == Mapping("C:/Shop", "web")


def test_one_file_alone_is_found_by_its_ending_without_a_mapping() -> None:
    assert find(exact(), "/y/api/src/c.js") == [Found(("api/src/c.js",))]


def test_names_that_fall_together_in_a_spelling_are_all_found() -> None:
    (found,) = find(in_any_case("src/a.js", "src/A.js"), "/x/SRC/a.js")
    assert sorted(found.names) == ["src/A.js", "src/a.js"]


@pytest.mark.parametrize(
    ("path", "names"),
    [("/x/node_modules/x/src/d.js", ["node_modules/x/src/d.js"]), ("/x/node_modules/src/a.js", [])],
)
def test_other_peoples_files_are_only_matched_by_other_peoples(path: str, names: list[str]) -> None:
    (found,) = find(exact(), path)
    assert list(found.names) == names


def test_where_a_folder_is_known_a_namesake_is_no_match() -> None:
    report = [Candidates(f"src/{each}.js", joined=(f"/x/src/{each}.js",)) for each in "abc"]
    endings = Endings(exact(), report)
    assert [list(endings.find(each).names) for each in report] == [
        ["web/src/a.js"],
        ["web/src/b.js"],
        [],
    ]
    assert all(map(endings.knows, report))


def test_what_belongs_to_others_by_its_package_is_not_looked_for() -> None:
    others = Candidates("src/a.js", is_of_others=True)
    assert Endings(exact(), [others]).find(others) == Found(())
