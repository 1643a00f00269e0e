"""The laws of placing a report's paths, on repositories in which names repeat a lot."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from hypothesis import assume, given
from hypothesis import strategies as st

from coverup.model import FileCoverage
from coverup.paths import Repository

Results: TypeAlias = Mapping[str, str]
"""By the report's paths: `= NAME` of a placed file, or the reason why there is none."""

FOLDERS: Final = ("src", "lib", "app", "core", "dist", "packages", "node_modules", "com", "main")
BASENAMES: Final = ("x.py", "index.js", "Main.java", "Main.kt", "a.go", "go.mod", "package.json")
FRONTS: Final = (
    *("", "./", "../", "/app/", "/strange/place/", "/__w/r/r/", "/builds/g/r/"),
    *("C:/Users/me/r/", "/usr/include/", "webpack:///./", "file:///app/", "/_/", "src/", "lib/"),
    *("node_modules/@a/b/", "/venv/lib/python3.12/site-packages/", "example.com/m/"),
)
ROOTS: Final = (
    "/app/",
    "/strange/place/",
    "/__w/r/r/",
    "C:/r/",
    "D:\\a\\r\\r\\",
    "/_/",
)
REPORTS: Final = ("lcov.info", "src/lcov.info", "packages/core/coverage/lcov.info")

folders = st.lists(st.sampled_from(FOLDERS), max_size=4).map(tuple)
names = st.builds(lambda above, name: "/".join((*above, name)), folders, st.sampled_from(BASENAMES))
trees = st.lists(names, min_size=1, max_size=10, unique=True)
foreign = st.builds(str.__add__, st.sampled_from(FRONTS), names)
reports = st.lists(foreign, min_size=1, max_size=10, unique=True)
places = st.sampled_from(REPORTS)


@contextmanager
def checkout(*trees: Sequence[str]) -> Iterator[Path]:
    """Make a folder with some files."""
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "r"
        root.mkdir()
        for name in (each for tree in trees for each in tree):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}\n")
        yield root


def results(
    root: Path, tracked: Sequence[str] | None, paths: Sequence[str], place: str = "lcov.info"
) -> Results:
    placement = Repository(root, tracked).place_all([FileCoverage(p) for p in paths], root / place)
    placed = {file.path: f"= {name}" for file, name in placement.placed}
    dropped = {file.path: why.reason for file, why in placement.dropped}
    assert placed.keys() | dropped.keys() == set(paths)
    assert not placed.keys() & dropped.keys()
    return placed | dropped


def names_in(found: Results) -> set[str]:
    return {result.removeprefix("= ") for result in found.values() if result.startswith("= ")}


@given(trees, reports, places, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(
    tree: list[str], paths: list[str], place: str, random: Random
) -> None:
    with checkout(tree) as root:
        first = results(root, tree, paths, place)
        shuffled = random.sample(tree, len(tree)), random.sample(paths, len(paths))
        assert results(root, *shuffled, place) == first


@given(trees, trees, reports, places)
def test_a_placed_name_is_always_a_tracked_file(
    tree: list[str], others: list[str], paths: list[str], place: str
) -> None:
    with checkout(tree, others) as root:
        assert names_in(results(root, tree, paths, place)) <= set(tree)


@given(trees, reports, places)
def test_without_git_a_placed_name_is_always_an_existing_file_inside_the_root(
    tree: list[str], paths: list[str], place: str
) -> None:
    with checkout(tree) as root:
        (root.parent / "x.py").write_text("outside\n")
        absolute = [f"{root}/{tree[0]}", f"{root.parent}/x.py"]
        found = names_in(results(root, None, [*paths, *absolute], place))
        assert all((root / name).is_file() and (root / name).is_relative_to(root) for name in found)
        assert not any(".." in name.split("/") for name in found)
        assert found <= set(tree)


@given(trees, reports, names)
def test_a_further_tracked_file_never_changes_an_exact_match(
    tree: list[str], paths: list[str], further: str
) -> None:
    with checkout(tree, [further]) as root:
        exact = {name: f"= {name}" for name in tree}
        exact |= {f"{root}/{name}": f"= {name}" for name in tree}
        wanted = list(dict.fromkeys([*exact, *(path for path in paths if path not in exact)]))
        for tracked in (tree, sorted({*tree, further})):
            found = results(root, tracked, wanted)
            assert {path: found[path] for path in exact} == exact


@given(trees, reports, places, folders)
def test_an_unrelated_tracked_file_changes_no_result(
    tree: list[str], paths: list[str], place: str, above: tuple[str, ...]
) -> None:
    unrelated = "/".join((*above, "unrelated.txt"))
    with checkout(tree, [unrelated]) as root:
        assert results(root, [*tree, unrelated], paths, place) == results(root, tree, paths, place)


@given(trees, st.sampled_from(ROOTS))
def test_a_report_of_all_files_is_placed_whole_whatever_root_it_was_made_under(
    tree: list[str], front: str
) -> None:
    assume(not any("node_modules" in name for name in tree))  # rather others' than the repository's
    slash = "\\" if "\\" in front else "/"
    with checkout(tree) as root:
        made = {front + name.replace("/", slash): f"= {name}" for name in tree}
        assert results(root, tree, list(made)) == made
