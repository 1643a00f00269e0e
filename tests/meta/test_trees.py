"""The repositories of the benchmark of paths are what its table says."""

from pathlib import Path

import pytest

from coverup.model import FileCoverage
from coverup.paths import Repository
from tests.bench.trees import KINDS, make, names

SIZE = 1_000


def test_names_are_unique_and_many_are_alike() -> None:
    tracked = names(10_000)
    assert len(set(tracked)) == len(tracked) == 10_000
    assert sum(name.endswith("/index.js") for name in tracked) == 500


@pytest.mark.parametrize("kind", KINDS)
def test_all_files_of_a_kind_are_found_or_none(kind: str, tmp_path: Path) -> None:
    tracked = names(SIZE)
    make(tmp_path, tracked)
    folder, called = KINDS[kind]
    paths = called(tracked)
    files = [FileCoverage(path) for path in paths]
    placed = Repository(tmp_path, tracked).place_all(files, tmp_path / folder / "lcov.info").placed
    found = {name for _, name in placed}
    if kind == "not there":
        assert found == set()
    else:
        assert found == {name for name in tracked if not folder or name.startswith("web/")}
