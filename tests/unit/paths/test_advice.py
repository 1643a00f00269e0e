"""Which mapping is proposed, and that it is one that helps."""

import pytest

from coverup.paths.advice import Advice, advise
from coverup.paths.normal import normalise
from coverup.paths.rules import PathRule
from coverup.paths.suffix import SuffixIndex

NAMES = ("backend/src/a.py", "backend/src/b.py", "worker/src/a.py", "web/src/only.js")


@pytest.mark.parametrize(
    ("paths", "names", "rule", "files"),
    [
        (["/x/only.js"], NAMES, "/x=web/src", 1),
        (["/x/src/a.py", "/x/src/b.py"], NAMES, "/x=backend", 2),
        (["C:\\x\\src\\a.py", "C:\\x\\src\\b.py"], NAMES, "C:/x=backend", 2),
        (["src/a.py", "src/b.py"], NAMES, "=backend", 2),
        (["../x/a.py", "../x/b.py"], NAMES, "../x=backend/src", 2),
        (["/x/y.py"], ("y.py", "z/w.py"), "/x=", 1),
        (["/a b/only.js"], NAMES, "/a b=web/src", 1),
    ],
)
def test_the_mapping_that_would_place_most_files_is_proposed_and_places_them(
    paths: list[str], names: tuple[str, ...], rule: str, files: int
) -> None:
    advice = advise(paths, SuffixIndex(names))
    assert advice is not None
    assert (advice.rule, advice.files) == (rule, files)
    typed = PathRule.parse(advice.rule, "--path-map")
    assert sum(typed.apply(normalise(path)) in names for path in paths) == files


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("gone.py", id="no file has the name"),
        pytest.param("/usr/include/only.js", id="a file of the system"),
        pytest.param("node_modules/x/only.js", id="other people's"),
        pytest.param("/x/dist/only.js", id="made of it, perhaps"),
        pytest.param("/a=b/only.js", id="a rule cannot say it"),
        pytest.param("", id="no path"),
    ],
)
def test_nothing_is_proposed_where_nothing_would_help(path: str) -> None:
    assert advise([path], SuffixIndex(NAMES)) is None


def test_a_name_that_is_everywhere_proposes_nothing() -> None:
    index = SuffixIndex(f"p{number}/index.js" for number in range(100))
    assert advise(["/x/index.js"], index) is None


def test_of_several_that_would_place_as_many_one_is_an_example() -> None:
    advice = advise(["/x/src/a.py"], SuffixIndex(NAMES))
    assert advice == Advice("/x=backend", 1, is_one_of=True)


def test_a_mapping_that_would_take_another_file_away_is_not_proposed() -> None:
    index = SuffixIndex(NAMES)
    found = {"/x/web/src/only.js": "web/src/only.js"}
    assert advise(["/x/src/b.py"], index, found) is None
    advice = advise(["/x/src/a.py"], index, {"/x/src/b.py": "backend/src/b.py"})
    assert advice is not None
    assert advice.rule == "/x=backend"


@pytest.mark.parametrize(
    ("advice", "said"),
    [
        (Advice("/x=web", 1, is_one_of=False), "--path-map /x=web would place it"),
        (Advice("/x=", 3, is_one_of=False), "--path-map /x= would place 3 of them"),
        (Advice("/a b=c", 1, is_one_of=True), "--path-map '/a b=c' would place it, for example"),
    ],
)
def test_it_is_said_as_it_is_typed(advice: Advice, said: str) -> None:
    assert str(advice) == said
