import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverup.formats import covdir
from coverup.formats.source import Source

SAMPLE = Path(__file__).parents[2] / "data/covdir/grcov.json"


def folder(**children: Any) -> dict[str, Any]:
    return {"children": children, "coveragePercent": 0.0, "name": ""}


def source_of(document: object) -> Source:
    content = json.dumps(document).encode()
    return Source(Path("covdir.json"), "covdir.json", Path(), content=content)


def read(document: object) -> tuple[dict[str, list[int | None]], dict[str, int]]:
    source = source_of(document)
    return {file.path: file.lines for file in covdir.read(source)}, dict(source.notes.skipped)


def test_a_report_of_grcov_gives_its_files_and_lines() -> None:
    source = Source(SAMPLE, SAMPLE.name, SAMPLE.parent)
    assert covdir.sniff(source)
    assert {file.path: file.lines for file in covdir.read(source)} == {
        "build.rs": [1, None, 0],
        "src/lib.rs": [None, None, 0],
        "src/café/mod.rs": [None, 12],
    }
    assert not source.notes.skipped


def test_a_path_may_begin_at_the_root_of_the_file_system() -> None:
    document = folder(**{"/": folder(home=folder(**{"a.c": {"coverage": [1]}}))})
    assert read(document) == ({"/home/a.c": [1]}, {})


def test_an_empty_report_has_no_files() -> None:
    assert covdir.sniff(source_of(folder()))
    assert read(folder()) == ({}, {})


@pytest.mark.parametrize(
    ("children", "note"),
    [
        ({"": {"coverage": [1]}}, "path that cannot be one"),
        ({"x" * 5000: {"coverage": [1]}}, "path that cannot be one"),
        ({"b.c": None}, "neither a folder nor a file with coverage"),
        ({"b.c": {"coverage": "x"}}, "neither a folder nor a file with coverage"),
        ({"b.c": {"children": []}}, "neither a folder nor a file with coverage"),
    ],
)
def test_a_broken_child_is_noted_and_left_out(children: dict[str, Any], note: str) -> None:
    document = folder(**{"a.c": {"coverage": [1, -1, -2]}}, **children)
    files, skipped = read(document)
    assert files == {"a.c": [1, None, 0]}
    assert skipped == {"negative hit count taken as 0": 1, note: 1}


def test_folders_within_folders_are_read_to_the_depth_that_json_has() -> None:
    document: dict[str, Any] = {"coverage": [1]}
    for _ in range(300):
        document = folder(d=document)
    files, _ = read(document)
    assert files == {"/".join("d" * 300): [1]}


HITS = st.lists(st.none() | st.integers(0, 2**53 - 1), max_size=9)
NAMES = st.text("ab ä.", min_size=1, max_size=5)
TREES = st.dictionaries(
    NAMES, st.recursive(HITS, lambda inner: st.dictionaries(NAMES, inner), max_leaves=9)
)


def _written(tree: Any) -> dict[str, Any]:
    if isinstance(tree, dict):
        return folder(**{name: _written(each) for name, each in tree.items()})
    return {"coverage": [-1 if hits is None else hits for hits in tree]}


def _flat(tree: Any, path: str) -> dict[str, list[int | None]]:
    if not isinstance(tree, dict):
        return {path: tree}
    found: dict[str, list[int | None]] = {}
    for name, each in tree.items():
        found |= _flat(each, f"{path}/{name}" if path else name)
    return found


@given(TREES)
def test_what_is_written_is_read(tree: Any) -> None:
    assert read(_written(tree)) == (_flat(tree, ""), {})
